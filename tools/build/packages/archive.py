"""Zip files with the same bytes on every machine: sorted entries, one time, one mode.

Entries stay deflated while packages are composed of parts, which zipfile cannot do.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tools.command import CommandError

# PKWARE's APPNOTE 4.3.7, 4.3.12 and 4.3.16; all numbers little-endian.
LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
VERSION, UTF_8, UNIX = 20, 0x800, 3 << 8
EARLIEST_DATE = 0b100001
"""1 January 1980, the first day a zip can hold; midnight is 0."""
NO_FLAGS = NO_TIME = NO_EXTRA = NO_COMMENT = NO_DISK = 0
RAW = -15


@dataclass(frozen=True)
class Entry:
    """A file in a zip."""

    name: str
    deflated: bytes
    crc: int
    size: int

    @property
    def _name(self) -> bytes:
        return self.name.encode()

    @property
    def _common(self) -> tuple[int, ...]:
        """The fields that both headers have."""
        flags = NO_FLAGS if self.name.isascii() else UTF_8
        sizes = len(self.deflated), self.size, len(self._name)
        return VERSION, flags, zipfile.ZIP_DEFLATED, NO_TIME, EARLIEST_DATE, self.crc, *sizes

    def local(self) -> bytes:
        """The entry with its local header."""
        return LOCAL.pack(b"PK\3\4", *self._common, NO_EXTRA) + self._name + self.deflated

    def central(self, offset: int) -> bytes:
        """The entry's record in the central directory."""
        mode = (0o100755 if self.name.endswith(".so") else 0o100644) << 16
        rest = NO_EXTRA, NO_COMMENT, NO_DISK, 0, mode, offset
        return CENTRAL.pack(b"PK\1\2", UNIX | VERSION, *self._common, *rest) + self._name


def deflated(name: str, content: bytes) -> Entry:
    """The compressed file."""
    deflater = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, RAW)
    data = deflater.compress(content) + deflater.flush()
    return Entry(name, data, zlib.crc32(content), len(content))


def write(path: Path, entries: Iterable[Entry]) -> None:
    """A zip file of these entries; a name stands for one file."""
    directory: list[bytes] = []
    in_order = sorted(entries, key=lambda entry: entry.name)
    for first, second in pairwise(in_order):
        if first.name == second.name:
            raise CommandError(f"{first.name} is in two dependencies; one would hide the other")
    with path.open("wb") as file:
        for entry in in_order:
            directory.append(entry.central(file.tell()))
            file.write(entry.local())
        start, count = file.tell(), len(directory)
        size = file.write(b"".join(directory))
        file.write(END.pack(b"PK\5\6", NO_DISK, NO_DISK, count, count, size, start, NO_COMMENT))


def read(path: Path) -> list[Entry]:
    """The entries of a zip file that `write` wrote, still compressed."""
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return [_entry(content, each) for each in archive.infolist()]


def _entry(content: bytes, info: zipfile.ZipInfo) -> Entry:
    start = info.header_offset + LOCAL.size + len(info.filename.encode())
    data = content[start : start + info.compress_size]
    return Entry(info.filename, data, info.CRC, info.file_size)
