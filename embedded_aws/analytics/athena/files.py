"""How DuckDB reads the files of a table: Parquet, or lines of JSON that may be compressed.

Athena user guide, "OpenX JSON SerDe": keys are found whatever their case, and what is in an object
or a list becomes text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from embedded_aws.analytics.engine import literal, quoted

PARQUET, JSON = "parquet", "json"
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class File:
    """An object of a table, copied to a file."""

    path: Path
    values: Mapping[str, str]
    """Of its partition."""


@dataclass
class Source:
    """A table's files, and how DuckDB reads them."""

    columns: Mapping[str, str]
    partitions: tuple[str, ...]
    form: str
    files: list[File] = field(default_factory=list)

    def add(self, folder: Path, body: bytes, values: Mapping[str, str]) -> None:
        """Copy an object into the folder; the name tells DuckDB whether it is compressed."""
        compressed = ".gz" if body.startswith(_GZIP) else ""
        file = folder / f"{len(self.files)}.{self.form}{compressed}"
        file.write_bytes(body)
        self.files.append(File(file, values))


def scan(source: Source) -> str:
    """A relation with the columns that the files have, and the partitions."""
    paths = ", ".join(literal(str(each.path)) for each in source.files)
    kinds = ", ".join(f"{literal(each)}: VARCHAR" for each in source.partitions)
    hive = f"hive_partitioning = {bool(kinds)}".lower()
    if kinds:
        hive += f", hive_types = {{{kinds}}}"
    if source.form == PARQUET:
        return f"read_parquet([{paths}], union_by_name = true, {hive})"
    options = f"format = 'newline_delimited', ignore_errors = true, {hive}"
    lines = f"read_json_objects([{paths}], {options})"
    cells = [f"{_in_any_case(name)} AS {quoted(name)}" for name in source.columns]
    selected = ", ".join([*cells, *(quoted(each) for each in source.partitions)])
    return f"(SELECT {selected} FROM {lines})"  # noqa: S608 - quoted


def _in_any_case(name: str) -> str:
    """The value of a line's key, whatever its capitals."""
    key = f"list_filter(json_keys(json), lambda key: lower(key) = {literal(name.lower())})[1]"
    return f"json_extract_string(json, '$.\"' || {key} || '\"')"
