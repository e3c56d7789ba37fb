"""Glue's tables and views as DuckDB's: Parquet and JSON in the local S3, by partition.

Athena user guide, "Partition projection"; a view is stored as Athena stores it ("Presto View").
"""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from moto.s3.models import s3_backends
from moto.utilities.utils import get_partition

from embedded_aws.analytics.athena.files import JSON, PARQUET, Source, scan
from embedded_aws.analytics.athena.statements import Name, StatementError, read
from embedded_aws.analytics.engine import quoted
from embedded_aws.analytics.firehose.conversion import TYPES

VIEW = re.compile(r"/\*\s*Presto View:\s*(\S+)\s*\*/")


class Catalog:
    """The tables that a statement needs, made in DuckDB when it is asked for them."""

    def __init__(self, duck: Any, account_id: str, region: str, folder: Path) -> None:
        from moto.glue.models import glue_backends  # noqa: PLC0415 - no start should take its time

        self._duck = duck
        self._glue: Any = glue_backends[account_id][region]
        self._s3: Any = s3_backends[account_id][get_partition(region)]
        self._folder = folder
        self._ready: set[Name] = set()
        self.sources: list[Source] = []

    def make(self, name: Name) -> None:
        """Make a table or view, with what it reads itself."""
        if name in self._ready:
            return
        self._ready.add(name)
        table = self._described(name)
        self._duck.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted(name.database)}")
        place = f"{quoted(name.database)}.{quoted(name.table)}"
        if table.get("TableType") == "VIRTUAL_VIEW":
            statement = read(*_view(table, name))
            for each in statement.reads:
                self.make(each)
            body = statement.sql
        else:
            source = self._source(table, name)
            self.sources.append(source)
            body = self._select(source)
        self._duck.execute(f"CREATE VIEW {place} AS {body}")

    def _described(self, name: Name) -> Mapping[str, Any]:
        from moto.glue.exceptions import EntityNotFoundException  # noqa: PLC0415 - as above

        try:
            described: Mapping[str, Any] = self._glue.get_table(name.database, name.table).as_dict()
        except EntityNotFoundException:
            raise StatementError(
                f"TABLE_NOT_FOUND: Table 'awsdatacatalog.{name.database}.{name.table}' "
                "does not exist"
            ) from None
        return described

    def _source(self, table: Mapping[str, Any], name: Name) -> Source:
        storage = table["StorageDescriptor"]
        columns = {each["Name"]: each.get("Type") or "string" for each in storage["Columns"]}
        keys = tuple(each["Name"] for each in table.get("PartitionKeys") or [])
        source = Source(columns, keys, _form(storage, name))
        for key, values in self._objects(table, keys):
            path = self._folder / name.database / name.table
            path = path.joinpath(*(f"{k}={quote(v, safe='')}" for k, v in values.items()))
            path.mkdir(parents=True, exist_ok=True)
            source.add(path, key.value, values)
        return source

    def _objects(
        self, table: Mapping[str, Any], keys: tuple[str, ...]
    ) -> Iterator[tuple[Any, Mapping[str, str]]]:
        """The objects of a table, with the values of their partitions."""
        for location, values in self._locations(table, keys):
            bucket, _, prefix = location.removeprefix("s3://").partition("/")
            pattern = re.compile(_pattern(prefix, keys if values is None else ()))
            contents = self._s3.buckets[bucket].keys if bucket in self._s3.buckets else {}
            for name in sorted(contents):
                match = pattern.match(name)
                if match and not name.rsplit("/", 1)[-1].startswith(("_", ".")):
                    key = self._s3.get_object(bucket, name)
                    if key is not None and key.size:
                        yield key, match.groupdict() if values is None else values

    def _locations(
        self, table: Mapping[str, Any], keys: tuple[str, ...]
    ) -> list[tuple[str, Mapping[str, str] | None]]:
        """Places of objects: a template of projection, or each partition's own."""
        location = table["StorageDescriptor"].get("Location", "").rstrip("/") + "/"
        if not keys:
            return [(location, {})]
        parameters = table.get("Parameters") or {}
        if str(parameters.get("projection.enabled")).lower() == "true":
            own = "/".join(f"{key}=${{{key}}}" for key in keys)
            template = parameters.get("storage.location.template") or f"{location}{own}"
            return [(template.rstrip("/") + "/", None)]
        partitions = self._glue.get_partitions(table["DatabaseName"], table["Name"], "")
        described = [each.as_dict() for each in partitions]
        return [
            (
                each["StorageDescriptor"]["Location"].rstrip("/") + "/",
                dict(zip(keys, each["Values"], strict=True)),
            )
            for each in described
        ]

    def _select(self, source: Source) -> str:
        columns = {**source.columns, **dict.fromkeys(source.partitions, "string")}
        if not source.files:
            cells = [_cell(name, kind, present=False) for name, kind in columns.items()]
            return f"SELECT {', '.join(cells)} WHERE false"
        relation = scan(source)
        described = self._duck.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()  # noqa: S608
        present = {each[0] for each in described}
        cells = [_cell(name, kind, present=name in present) for name, kind in columns.items()]
        return f"SELECT {', '.join(cells)} FROM {relation}"  # noqa: S608


def _cell(name: str, kind: str, *, present: bool) -> str:
    """A column in the table's type; a file that is older than a column has no value for it."""
    target = _duck(kind)
    if present and target == "VARCHAR":
        return quoted(name)
    return f"CAST({quoted(name) if present else 'NULL'} AS {target}) AS {quoted(name)}"


def _view(table: Mapping[str, Any], name: Name) -> tuple[str, str]:
    """A view's statement, and the database that its names are of."""
    match = VIEW.search(table.get("ViewOriginalText") or "")
    if match is None:
        raise StatementError(f"INVALID_VIEW: {name.database}.{name.table} is no view of Athena's")
    try:
        content = json.loads(base64.b64decode(match[1]))
        return content["originalSql"], content.get("schema") or name.database
    except (ValueError, KeyError) as error:
        raise StatementError(f"INVALID_VIEW: {name.database}.{name.table}: {error}") from error


def _form(storage: Mapping[str, Any], name: Name) -> str:
    library = (storage.get("SerdeInfo") or {}).get("SerializationLibrary") or ""
    for form in (PARQUET, JSON):
        if form in library.lower():
            return form
    raise StatementError(
        f"NOT_SUPPORTED: {name.database}.{name.table} is read by {library or 'no library'}; "
        "the embedded AWS reads tables of Parquet and of JSON."
    )


def _pattern(prefix: str, keys: tuple[str, ...]) -> str:
    text = re.escape(prefix)
    for key in keys:
        text = text.replace(re.escape(f"${{{key}}}"), f"(?P<{key}>[^/]+)")
    return text


def _duck(kind: str) -> str:
    base = kind.partition("(")[0].strip().lower()
    return TYPES.get(base, "VARCHAR")
