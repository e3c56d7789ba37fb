"""Changed sources over deployed code."""

from pathlib import Path

from embedded_aws.functions.code.overlay import INDEX, Sources, overlay


def test_the_index_of_compiled_modules_leaves_out_what_has_only_sources(tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    (package / INDEX).write_text("shared/routes/router\nservices/orders/main\npydantic/main")
    changed = Sources(folders=("services",), modules={"services/orders/main.py": "x = 1"})

    laid_over = overlay(package, changed, tmp_path)

    assert (laid_over / INDEX).read_text().splitlines() == ["shared/routes/router", "pydantic/main"]
    assert (package / INDEX).read_text().count("\n") == 2
