"""No log has a text that the tests sent to customers, at DEBUG either."""

import gzip
import json
import time
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from embedded_aws.logs import STREAM_LINES
from services.customers.tests.e2e import personal_texts
from services.customers.tests.e2e.test_customers_over_http import CASE, profile, put
from shared.product import NAME
from tests.e2e.harness.logs import access_log, eventually, in_log
from tests.e2e.harness.people import person
from tests.e2e.harness.stack import Stack

pytestmark = pytest.mark.last

FUNCTION_LOG = f"/aws/lambda/{NAME}-local-customers"
SWITCHED_SECONDS = 180
"""A function looks for its log level once a minute; on a busy machine it may miss a look."""
TOO_MANY = 429
GZIP = b"\x1f\x8b"
PLANTED = "Beeblebrox"
ODD: list[Any] = [
    PLANTED,
    [PLANTED],
    {PLANTED: PLANTED},
    profile(**{PLANTED: PLANTED}),
    *[profile(**{field: PLANTED * 30}) for field in profile()],
    *[profile(**{field: [PLANTED]}) for field in profile()],
    *[profile(address=profile()["address"] | {part: PLANTED * 30}) for part in ("city", "country")],
]
HEADERS = [{}, {"If-Match": "*"}, {"If-Match": PLANTED, "If-None-Match": PLANTED} | CASE]


def _answer(api: httpx.Client, method: str, path: str, **request: Any) -> httpx.Response:
    """The answer to a request, sent again while its consumer's rate is exceeded."""
    while (answer := api.request(method, path, **request)).status_code == TOO_MANY:
        time.sleep(1)
    return answer


def _odd_requests(api: httpx.Client) -> list[httpx.Response]:
    """Every route, with a text everywhere that should never be logged."""
    paths = ("/customers/me", "/customers/me/export", f"/customers/cus_{'0' * 26}")
    planted = put(api, name=PLANTED, email=f"{PLANTED}@example.org")
    bodies = [
        _answer(api, "PUT", "/customers/me", json=body, headers=headers)
        for body, headers in product(ODD, HEADERS)
    ]
    broken = _answer(
        api,
        "PUT",
        "/customers/me",
        content=f'{{"name": "{PLANTED}',
        headers={"Content-Type": "application/json"},
    )
    reads = [
        _answer(api, method, path, params={"q": PLANTED}, headers=headers)
        for method, path, headers in product(("GET", "DELETE"), paths, HEADERS)
    ]
    return [planted, *bodies, broken, *reads, _answer(api, "GET", "/customers/me")]


def _logs_at_debug(stack: Stack, api: httpx.Client) -> bool:
    since = int(time.time() * 1000)
    api.get("/customers/me")
    time.sleep(1)  # its lines are on their way; and who looks all the time slows what is looked for
    logs = stack.aws("logs").filter_log_events(logGroupName=FUNCTION_LOG, startTime=since)
    return any('"level":"DEBUG"' in event["message"] for event in logs["events"])


def _logged(stack: Stack) -> Iterator[tuple[str, str]]:
    """Stream and message of every line of every log group."""
    logs = stack.aws("logs")
    groups = logs.get_paginator("describe_log_groups").paginate().search("logGroups[].logGroupName")
    for name in groups:
        lines = logs.get_paginator("filter_log_events").paginate(logGroupName=name)
        for event in lines.search("events[]"):
            yield f"{name} {event['logStreamName']}", event["message"]


def _written(stack: Stack) -> Iterator[tuple[str, str]]:
    """File and line of the embedded AWS's output."""
    for file in Path(stack.environment["LOCAL_DIR"]).glob("*.log"):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield file.name, line


def _stored(stack: Stack) -> Iterator[tuple[str, str]]:
    """Key and text of all objects but packages: access logs are delivered to S3."""
    storage = stack.aws("s3")
    for bucket in storage.list_buckets()["Buckets"]:
        for page in storage.get_paginator("list_objects_v2").paginate(Bucket=bucket["Name"]):
            for key in (each["Key"] for each in page.get("Contents", [])):
                if not key.endswith(".zip"):
                    content = storage.get_object(Bucket=bucket["Name"], Key=key)["Body"].read()
                    plain = gzip.decompress(content) if content.startswith(GZIP) else content
                    yield f"{bucket['Name']} {key}", plain.decode("utf-8", "replace")


def test_nothing_personal_reaches_any_log(stack: Stack, tmp_path: Path) -> None:
    with person(stack) as customer, person(stack, "staff") as staff:
        assert eventually(lambda: _logs_at_debug(stack, customer), SWITCHED_SECONDS)
        answers = [*_odd_requests(customer), *_odd_requests(staff)]
    last = answers[-1].headers["x-amzn-requestid"]
    assert {201, 400} <= {answer.status_code for answer in answers}
    assert not [answer for answer in answers if answer.status_code >= 500]

    assert eventually(lambda: in_log(stack, access_log(stack), last))
    assert eventually(lambda: in_log(stack, FUNCTION_LOG, last))
    lines = [*_logged(stack), *_written(stack), *_stored(stack)]
    assert max(Counter(place for place, _ in lines).values()) < STREAM_LINES, "some are forgotten"
    assert personal_texts.found_in((f"{place}: {line}" for place, line in lines), tmp_path) == []


@pytest.mark.parametrize(
    "line",
    [
        profile()["address"]["street"],
        json.dumps(profile()),
        json.dumps(profile(), ensure_ascii=False),
        json.dumps({"body": json.dumps(profile())}),
        str(profile()),
        f"/customers?street={quote(profile()['address']['street'])}",
    ],
)
def test_it_would_be_found_however_a_line_has_it(line: str, tmp_path: Path) -> None:
    personal_texts.note("/v1/customers/me", json.dumps(profile()))

    assert personal_texts.found_in([line, "nothing"], tmp_path) == [line]
