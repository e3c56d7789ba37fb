"""A scenario written to Parquet and opened for questions."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.insights.questions.logs import COMPRESSED_JSON, TABLES, Logs, database, opened
from tools.measure.insights.lines import COLUMNS, write
from tools.measure.insights.scenario import DAYS, Scenario, scenario

DAY = 86_400
NOON = 43_200


@contextmanager
def written(
    folder: Path, seed: int, requests: int, *, planted: bool
) -> Iterator[tuple[Scenario, Logs]]:
    """The scenario of a seed and its logs, which end at noon of today (UTC)."""
    start = time.time() // DAY * DAY + NOON - DAYS * DAY
    scene = scenario(seed, requests, start, planted=planted)
    with database() as connection:
        write(
            connection,
            folder,
            scene.streams,
            scene.overlays,
            seed=seed,
            start=start,
            days=DAYS,
        )
    with opened(files_in(folder), columns()) as logs:
        yield scene, logs


def files_in(folder: Path) -> dict[str, list[str]]:
    """The files of each table below a folder: Parquet, or compressed JSON."""
    return {
        table: sorted(
            str(path)
            for path in folder.rglob("*.*")
            if path.suffix in {".parquet", COMPRESSED_JSON}
            and path.relative_to(folder).parts[0].startswith(table)
        )
        for table in TABLES
    }


def columns() -> dict[str, list[str]]:
    """The columns of each table."""
    read: dict[str, list[str]] = json.loads(COLUMNS.read_text(encoding="utf-8"))
    return read
