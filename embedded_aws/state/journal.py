"""The journal: every change since the last snapshot, on disk before it is answered.

A killed server replays it at the next start. It belongs to one snapshot, whose checksum is in its
name; a new snapshot starts a new journal. Written data is in the kernel, so a killed process loses
nothing; a machine that loses power may lose the last seconds.
"""

import os
import pickle  # nosec B403 # its own files alone
import struct
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

from embedded_aws.state.snapshot import only_ours

EMPTY = "empty"
"""Stands for the snapshot of a server that never had one."""
_HEAD = struct.Struct(">II")
_MODE = 0o600
_DIGITS = 16

type Entry = tuple[str, object]


class JournalError(Exception):
    """The journal cannot be written; the message says why."""


class Journal:
    """Appends entries, until a snapshot starts a new journal."""

    def __init__(self, folder: Path, digest: str | None) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self.path = self._of(digest or EMPTY)
        self._file = os.open(self.path, os.O_RDWR | os.O_CREAT, _MODE)
        self._next: tuple[Path, int] | None = None
        self.trouble: str | None = None
        """A sentence about the last entry, if it could not be kept."""

    def entries(self) -> Iterator[Entry]:
        """All earlier entries; an incomplete last one is cut off."""
        only_ours(self.path)
        end = 0
        for entry, end in read(self.path):  # noqa: B007 - the last end is needed below
            yield entry
        os.ftruncate(self._file, end)
        os.lseek(self._file, end, os.SEEK_SET)

    def append(self, kind: str, content: object) -> None:
        """Append one entry; JournalError, with the file unchanged, when the disk is full."""
        body = pickle.dumps((kind, content), protocol=pickle.HIGHEST_PROTOCOL)
        record = _HEAD.pack(len(body), zlib.crc32(body)) + body
        with self._lock:
            begin = os.lseek(self._file, 0, os.SEEK_CUR)
            try:
                self._write(record)
            except OSError as error:
                os.ftruncate(self._file, begin)
                os.lseek(self._file, begin, os.SEEK_SET)
                self.trouble = f"{self.path} takes no more: {error.strerror}"
                raise JournalError(self.trouble) from error
            self.trouble = None

    def _write(self, record: bytes) -> None:
        rest = memoryview(record)
        while rest:
            rest = rest[os.write(self._file, rest) :]

    def prepare(self, digest: str) -> None:
        """Create the next snapshot's journal before that snapshot replaces the last one."""
        path = self._of(digest)
        self._next = path, os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, _MODE)

    def begin_anew(self) -> None:
        """Switch to the new snapshot's journal, and remove the others."""
        if self._next is None:
            return
        with self._lock:
            os.close(self._file)
            (self.path, self._file), self._next = self._next, None
        for each in self._folder.glob("journal-*"):
            if each != self.path:
                each.unlink(missing_ok=True)

    def keep_on(self) -> None:
        """Continue with this journal, because the next snapshot was not written."""
        if self._next is None:
            return
        (path, file), self._next = self._next, None
        os.close(file)
        if path != self.path:
            path.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)

    def _of(self, digest: str) -> Path:
        return self._folder / f"journal-{digest[:_DIGITS]}"


def read(path: Path) -> Iterator[tuple[Entry, int]]:
    """The complete entries of a journal, each with the position of its end."""
    end = 0
    with path.open("rb") as file:
        while head := file.read(_HEAD.size):
            if len(head) < _HEAD.size:
                return
            length, checksum = _HEAD.unpack(head)
            body = file.read(length)
            if len(body) < length or zlib.crc32(body) != checksum:
                return
            end += _HEAD.size + length
            yield pickle.loads(body), end  # noqa: S301 - beside the snapshot, and owned by its owner


_current: Journal | None = None


def use(journal: Journal | None) -> None:
    """Write this process's changes to the journal, or to none."""
    global _current  # noqa: PLW0603 - moto's state, which it is about, is global too
    _current = journal


def note(kind: str, content: object) -> None:
    """Append an entry to this process's journal, if there is one."""
    if _current is not None:
        _current.append(kind, content)
