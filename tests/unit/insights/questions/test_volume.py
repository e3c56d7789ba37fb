"""Some requests out of place stand out among many; size alone does not."""

import time
from collections.abc import Iterator

import pytest

from tools.insights.questions.findings import subjects_found
from tools.insights.questions.logs import Logs, database, opened
from tools.insights.questions.question import questions
from tools.measure.insights.api import api
from tools.measure.insights.lines import write
from tools.measure.insights.logs import DAY, columns, files_in
from tools.measure.insights.streams import Stream

DAYS = 7
HOURS = range(6, 20)
AN_HOUR = 300
LIST, THING = next(iter(api().things.items()))
START = time.time() // DAY * DAY - DAYS * DAY


def _ordinary(name: str) -> Stream:
    """A consumer that sends a few hundred requests in each hour of its day."""
    return Stream(
        name, AN_HOUR * len(HOURS) * DAYS, [("192.0.2.1", "DE")], ["okhttp/4.12.0"], hours=HOURS
    )


def _more(name: str, requests: int, hour: int, **other: object) -> Stream:
    """Requests within an hour of the fifth day."""
    begin = START + 4 * DAY + hour * 3600 + 60
    given = {"begin": begin, "span": 3000, **other}
    return Stream(name, requests, [("192.0.2.1", "DE")], ["okhttp/4.12.0"], **given)  # type: ignore[arg-type]


STREAMS = [
    *(_ordinary(each) for each in ("leaking", "probing", "awake", "scraping", "ordinary")),
    _more("leaking", 100, 10, routes=[LIST], bytes_factor=8),
    _more("probing", 50, 10, routes=list(api().kinds), refused=(0.0, 0.9, 0.0, 0.0)),
    _more("awake", 60, 2),
    _more("scraping", 70, 10, routes=[THING], sequential=True),
]


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Logs]:
    """Logs of a week in which each of four consumers misbehaves once."""
    folder = tmp_path_factory.mktemp("volume")
    with database() as connection:
        write(connection, folder, STREAMS, [], seed=7, start=START, days=DAYS)
    with opened(files_in(folder), columns()) as written:
        yield written


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("exfiltration", "leaking"),
        ("scope-probing", "probing"),
        ("unusual-hours", "awake"),
        ("scraping", "scraping"),
    ],
)
def test_a_behaviour_is_seen_within_many_requests(question: str, subject: str, logs: Logs) -> None:
    assert subjects_found(logs.ask(questions()[question])) == [subject]
