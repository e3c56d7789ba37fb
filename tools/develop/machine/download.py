"""A download of Terraform: this machine's archive, verified by its published SHA-256."""

import hashlib
import http.client
import io
import os
import platform
import tempfile
import urllib.error
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tools.command import CommandError

ARCHITECTURES = {"x86_64": "amd64", "AMD64": "amd64", "aarch64": "arm64", "arm64": "arm64"}
TIMEOUT_SECONDS = 30


@dataclass(frozen=True)
class Download:
    """One version: the URL of its archives, and their checksums."""

    version: str
    server: str
    sums: Path

    def install(self, program: Path) -> None:
        """Put the program at this path, completely or not at all."""
        content = _unpacked(self._archive(), self.url)
        program.parent.mkdir(parents=True, exist_ok=True)
        descriptor, scratch = tempfile.mkstemp(dir=program.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(scratch).chmod(0o755)
        Path(scratch).replace(program)

    @property
    def url(self) -> str:
        """The URL of this machine's archive."""
        return f"{self.server.rstrip('/')}/{self.version}/{self._name}"

    @property
    def _name(self) -> str:
        architecture = ARCHITECTURES.get(platform.machine(), platform.machine())
        return f"terraform_{self.version}_{platform.system().lower()}_{architecture}.zip"

    def _archive(self) -> bytes:
        published = self._published()
        content = _fetched(self.url, self.version)
        if hashlib.sha256(content).hexdigest() != published:
            raise CommandError(
                f"{self.url} is not what was published as Terraform {self.version}: its SHA-256 is "
                "another; nothing was installed"
            )
        return content

    def _published(self) -> str:
        """The SHA-256 in this repository."""
        lines = [line.split() for line in self.sums.read_text(encoding="utf-8").splitlines()]
        published = {name: digest for digest, name in lines}
        if self._name not in published:
            raise CommandError(
                f"{self.sums} has no SHA-256 of {self._name}; install Terraform {self.version}"
            )
        return published[self._name]


def _fetched(url: str, version: str) -> bytes:
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - checked
            content: bytes = answer.read()
    except (OSError, ValueError, http.client.HTTPException) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        raise CommandError(
            f"Terraform {version} is not on PATH and {url} does not give it ({reason}); install "
            f"Terraform {version}, or name another place in TERRAFORM_RELEASES"
        ) from error
    return content


def _unpacked(archive: bytes, url: str) -> bytes:
    """The program of that name in the archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as file:
            return file.read("terraform")
    except (KeyError, zipfile.BadZipFile) as error:
        raise CommandError(f"{url} is no archive with a Terraform in it") from error
