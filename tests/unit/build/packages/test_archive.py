"""Zips written entry by entry."""

import stat
import zipfile
from pathlib import Path

import pytest

from tools.build.packages.archive import deflated, read, write
from tools.command import CommandError

FILES = {"b/module.py": b"x = 1\n" * 99, "a.so": b"\x7fELF", "c/größe.txt": b"", "b.txt": b"b"}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "files.zip"
    write(path, [deflated(*each) for each in FILES.items()])
    return path


def test_others_read_what_was_written(archive: Path) -> None:
    with zipfile.ZipFile(archive) as whole:
        assert whole.testzip() is None
        assert {name: whole.read(name) for name in whole.namelist()} == FILES


def test_the_bytes_are_those_that_pythons_zipfile_writes(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "usual.zip", "w", zipfile.ZIP_DEFLATED) as usual:
        for name in sorted(FILES):
            info = zipfile.ZipInfo(name)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            info.external_attr = (0o100755 if name.endswith(".so") else 0o100644) << 16
            usual.writestr(info, FILES[name])

    assert archive.read_bytes() == (tmp_path / "usual.zip").read_bytes()


def test_entries_are_sorted_and_libraries_may_be_run(archive: Path) -> None:
    with zipfile.ZipFile(archive) as whole:
        modes = {each.filename: each.external_attr >> 16 for each in whole.infolist()}

    assert list(modes) == sorted(FILES)
    assert {name for name, mode in modes.items() if mode & stat.S_IXUSR} == {"a.so"}


def test_a_zip_put_together_of_anothers_entries_is_the_same(archive: Path, tmp_path: Path) -> None:
    write(tmp_path / "again.zip", reversed(read(archive)))

    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()


def test_a_file_of_two_dependencies_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"six\.py is in two dependencies"):
        write(tmp_path / "twice.zip", [deflated("six.py", b"1"), deflated("six.py", b"2")])
