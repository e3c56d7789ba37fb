"""Requests written one by one, of a service and of consumers that nothing else here knows."""

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from tools.insights.questions.logs import TABLES
from tools.measure.insights.logs import columns

DAY, HOUR = 86_400.0, 3_600.0
TODAY = time.time() // DAY * DAY
LIST, THING = "/rental-cars", "/rental-cars/{rentalCarId}"
CALLERS = 6
Line = Mapping[str, str]


def at(days_ago: int, hour: float) -> float:
    """A time of a day before today."""
    return TODAY - days_ago * DAY + hour * HOUR


def line(when: float, caller: int, route: str, thing: str = "", **values: object) -> Line:
    """The line of a read, unless the values say otherwise."""
    name = f"{when:.3f}-{caller}-{thing}-{values}"
    own = {
        "client_id": f"caller{caller}",
        "extended_request_id": f"x{name}",
        "http_method": "GET",
        "integration_latency": "40",
        "path": "/v1" + route.replace("{rentalCarId}", thing),
        "request_id": name,
        "request_time_epoch": str(int(when * 1000)),
        "resource_path": route,
        "response_latency": "45",
        "response_length": "800",
        "source_ip": f"198.51.100.{caller}",
        "status": "200",
        "user_agent": f"fleet{caller}/7",
    }
    given = {each: str(value) for each, value in values.items()}
    day, hour = time.strftime("%Y-%m-%d %H", time.gmtime(when)).split()
    nothing = dict.fromkeys(columns()[TABLES[0]], "-")
    return {**nothing, **own, **given, "day": day, "hour": hour}


def ordinary(seed: int, requests: int) -> Iterator[Line]:
    """Two weeks of six callers, each with a wave of its own over the day."""
    chance = random.Random(seed)  # noqa: S311 - the same seed, the same requests
    for _ in range(requests):
        caller = chance.randrange(CALLERS)
        hour = (chance.betavariate(3, 3) * 24 + 4 * caller) % 24
        when = at(chance.randint(1, 13), hour)
        ms, size = chance.lognormvariate(3.3, 0.6), chance.lognormvariate(6.5, 0.8)
        thing = f"car_{int(chance.paretovariate(0.5)) % 700:05}"
        route = THING if chance.random() < 0.6 else LIST
        status = 500 if chance.random() < 0.003 else 200
        yield line(
            when, caller, route, thing,
            status=status, integration_latency=int(ms), response_length=int(size),
        )  # fmt: skip


def burst(begin: float, seconds: float, number: int) -> Iterator[float]:
    """Times that are evenly spread."""
    return (begin + seconds * each / number for each in range(number))


def logged(lines: Sequence[Line], folder: Path) -> dict[str, list[str]]:
    """The lines in a file, for `opened`."""
    names = (*columns()[TABLES[0]], "day", "hour")
    path = folder / f"{TABLES[0]}.parquet"
    cells = ", ".join(f'unnest(?) AS "{name}"' for name in names)
    values = [[each[name] for each in lines] for name in names]
    duckdb.execute(f"COPY (SELECT {cells}) TO '{path}' (FORMAT parquet)", values)
    return {TABLES[0]: [str(path)]}
