"""The measured way to Parquet: every line is a row or quarantined."""

import json
from pathlib import Path

import duckdb

from tools.measure.ingest.__main__ import main, measured
from tools.measure.ingest.lines import ODD_EVERY, batches, columns

ROWS = 2 * ODD_EVERY + 5


def test_lines_in_are_rows_and_quarantined_lines(tmp_path: Path) -> None:
    result = measured(ROWS, tmp_path)

    written = duckdb.execute(f"SELECT count(*) FROM '{tmp_path}/**/*.parquet'").fetchall()
    assert written == [(result.parquet_rows,)]
    assert (result.parquet_rows, result.quarantined) == (ROWS - 2, 2)


def test_lines_are_the_products_and_the_same_for_a_seed() -> None:
    [first], [again], [other] = batches(7, 10, 1), batches(7, 10, 1), batches(7, 10, 2)

    assert first == again != other
    assert all(set(json.loads(each)) == set(columns()) for each in first)


def test_no_lines_are_nothing_to_measure() -> None:
    assert main(["--rows", "0"]) == 1
