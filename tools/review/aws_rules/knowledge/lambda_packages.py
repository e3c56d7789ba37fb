"""The deployment packages on this machine that a plan names."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

from tools.review.aws_rules.model import Resource, Subject


@dataclass(frozen=True)
class Package:
    """A zip file and its sizes."""

    path: Path
    uploaded_directly: bool

    @property
    def zipped(self) -> int:
        """Size of the zip file in bytes."""
        return self.path.stat().st_size

    @property
    def unzipped(self) -> int:
        """Size of its unpacked content in bytes."""
        with zipfile.ZipFile(self.path) as archive:
            return sum(each.file_size for each in archive.infolist())


def package_of(function: Resource, subject: Subject) -> Package | None:
    """The function's package; None when it is not on this machine."""
    direct = function.values.get("filename")
    if direct:
        return _if_there(Package(Path(direct), uploaded_directly=True))
    key = function.values.get("s3_key")
    for item in subject.of("aws_s3_object"):
        if key and item.values.get("key") == key and item.values.get("source"):
            return _if_there(Package(Path(item.values["source"]), uploaded_directly=False))
    return None


def _if_there(package: Package) -> Package | None:
    return package if zipfile.is_zipfile(package.path) else None
