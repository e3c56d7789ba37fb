"""No folder of the package is so full that nobody sees what is in it."""

from pathlib import Path

import embedded_aws

MOST = 15
PACKAGE = Path(embedded_aws.__file__).parent


def test_no_folder_holds_more_than_fifteen_files() -> None:
    folders = [PACKAGE, *(each for each in PACKAGE.rglob("*") if each.is_dir())]
    counts = {
        str(folder.relative_to(PACKAGE)): sum(each.is_file() for each in folder.iterdir())
        for folder in folders
        if folder.name != "__pycache__"
    }

    assert {name: count for name, count in counts.items() if count > MOST} == {}
