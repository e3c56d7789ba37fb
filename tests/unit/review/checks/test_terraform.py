"""The folders that are checked, and their order."""

from pathlib import Path

from tools.review.checks.terraform import longest_first, uncalled


def _folder(path: Path, main: str = "", runs: int = 0) -> Path:
    (path / "tests").mkdir(parents=True)
    (path / "main.tf").write_text(main, encoding="utf-8")
    text = 'run "one" {\n}\n' * runs
    (path / "tests" / "all.tftest.hcl").write_text(text, encoding="utf-8")
    return path


def test_what_a_root_calls_is_not_validated_again(tmp_path: Path) -> None:
    inner = _folder(tmp_path / "modules/inner")
    outer = _folder(tmp_path / "modules/outer", 'module "inner" {\n  source = "../inner"\n}\n')
    root = _folder(tmp_path / "root", 'module "outer" {\n  source = "../modules/outer"\n}\n')
    alone = _folder(tmp_path / "modules/alone")

    assert uncalled([alone, inner, outer, root]) == [alone, root]


def test_a_module_that_takes_a_provider_from_its_caller_is_not_validated_alone(
    tmp_path: Path,
) -> None:
    alone = _folder(tmp_path / "alone", "configuration_aliases = [aws.second]\n")

    assert uncalled([alone]) == []


def test_the_folder_with_the_most_runs_comes_first(tmp_path: Path) -> None:
    few, many = _folder(tmp_path / "a", runs=1), _folder(tmp_path / "b", runs=2)

    assert longest_first([few, many]) == [many, few]
