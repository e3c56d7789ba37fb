"""Bytes that a query reads, from DuckDB's plan: columns of the files of its partitions."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from embedded_aws.analytics.athena.files import PARQUET, File, Source
from embedded_aws.analytics.engine import literal, quoted


def scanned_bytes(duck: Any, sql: str, sources: Sequence[Source]) -> int:
    """The sum over all scans in the plan."""
    plan = json.loads(duck.execute(f"EXPLAIN (FORMAT json) {sql}").fetchall()[0][1])
    scans = [node["extra_info"] for node in _nodes({"children": plan}) if "extra_info" in node]
    scans = [each for each in scans if str(each.get("Function", "")).startswith("READ_")]
    return sum(_bytes(duck, each, sources) for each in scans)


def _nodes(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield node
    for each in node.get("children") or []:
        yield from _nodes(each)


def _bytes(duck: Any, scan: Mapping[str, Any], sources: Sequence[Source]) -> int:
    """The plan names no table: the largest of those that have all the columns counts."""
    given = scan.get("Projections") or []
    columns = {given} if isinstance(given, str) else set(given)
    columns.discard("")
    filters = str(scan.get("File Filters") or "")
    is_parquet = PARQUET in str(scan["Function"]).lower()
    sizes = [
        _size(duck, columns, filters, source)
        for source in sources
        if (source.form == PARQUET) is is_parquet
        # A scan of JSON reads whole lines.
        and (not is_parquet or columns <= {*source.columns, *source.partitions})
    ]
    return max(sizes, default=0)


def _size(duck: Any, columns: set[str], filters: str, source: Source) -> int:
    files = _kept(duck, filters, source)
    if not files:
        return 0
    if source.form != PARQUET:
        return sum(each.path.stat().st_size for each in files)
    paths = ", ".join(literal(str(each.path)) for each in files)
    names = ", ".join(literal(each) for each in columns) or "NULL"
    query = (
        f"SELECT coalesce(sum(total_compressed_size), 0) FROM parquet_metadata([{paths}]) "  # noqa: S608 - literals
        f"WHERE path_in_schema IN ({names})"
    )
    return int(duck.execute(query).fetchone()[0])


def _kept(duck: Any, filters: str, source: Source) -> Sequence[File]:
    """The files that the plan's filters on partitions leave."""
    if not (filters and source.partitions and source.files):
        return source.files
    rows = ", ".join(
        f"({number}, {', '.join(literal(each.values[key]) for key in source.partitions)})"
        for number, each in enumerate(source.files)
    )
    names = ", ".join(quoted(each) for each in ("number", *source.partitions))
    condition = filters.replace(")(", ") AND (")
    query = f"SELECT number FROM (VALUES {rows}) AS files({names}) WHERE {condition}"  # noqa: S608 - DuckDB's own words
    try:
        return [source.files[number] for (number,) in duck.execute(query).fetchall()]
    except Exception:  # noqa: BLE001 - a form of filter that is not SQL: all files count then
        return source.files
