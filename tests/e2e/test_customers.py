"""A person's data through the real gateway: kept, exported, read by staff on the record, erased."""

from itertools import product
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.e2e.conftest import Stack
from tests.e2e.people import person
from tests.e2e.test_the_main_job import PROBLEM, eventually, in_log

TABLE = "groundplan-local-customers"
FUNCTION_LOG = "/aws/lambda/groundplan-local-customers"
ACCESS_LOG = "/groundplan/local/gateway/access"
CASE = {"Audit-Reason": "SUP-1234"}


def profile(**changed: Any) -> dict[str, Any]:
    return {
        "name": "Ada Example",
        "email": "ada@example.org",
        "language": "de-DE",
        "marketingConsent": False,
        "phone": "+493012345678",
        "address": {
            "street": "Beispielstr. 5",
            "postalCode": "10115",
            "city": "Berlin",
            "country": "DE",
        },
    } | changed


def put(api: httpx.Client, match: str | None = None, **changed: Any) -> httpx.Response:
    headers = {"If-Match": match} if match else {}
    return api.put("/customers/me", json=profile(**changed), headers=headers)


def in_table(stack: Stack, text: str) -> bool:
    pages = stack.aws("dynamodb").get_paginator("scan").paginate(TableName=TABLE)
    return any(text in str(item) for page in pages for item in page["Items"])


def test_a_profile_is_made_read_and_replaced_by_its_etag(stack: Stack) -> None:
    with person(stack) as ada:
        made = put(ada)
        known = ada.get("/customers/me", headers={"If-None-Match": made.headers["etag"]})
        replaced = put(ada, made.headers["etag"], marketingConsent=True)
        read = ada.get("/customers/me", headers={"If-None-Match": made.headers["etag"]})

    assert (made.status_code, known.status_code, known.content) == (201, 304, b"")
    assert (replaced.status_code, read.json()) == (200, replaced.json())
    assert read.headers["etag"] == replaced.headers["etag"] != made.headers["etag"]
    assert replaced.json()["id"] == made.json()["id"]


def test_a_change_that_may_lose_another_is_refused(stack: Stack) -> None:
    with person(stack) as ada:
        made = put(ada)
        refused = {
            "without": put(ada),
            "again": ada.put("/customers/me", json=profile(), headers={"If-None-Match": "*"}),
            "stale": put(ada, '"cus_1.1"'),
            "no etag": put(ada, "1"),
            "erase": ada.delete("/customers/me"),
        }
        read = ada.get("/customers/me")

    statuses = {name: answer.status_code for name, answer in refused.items()}
    assert statuses == {"without": 428, "again": 412, "stale": 412, "no etag": 400, "erase": 428}
    assert {answer.headers["content-type"] for answer in refused.values()} == {PROBLEM}
    assert read.json() == made.json()


def test_an_erasure_leaves_nothing_personal_and_room_for_another(stack: Stack) -> None:
    name = f"Zaphod {uuid4()}"
    with person(stack) as ada:
        made = put(ada, name=name)
        assert in_table(stack, name)

        match = {"If-Match": made.headers["etag"]}
        erased = [ada.delete("/customers/me", headers=match) for _ in range(2)]
        gone = ada.get("/customers/me")
        left = in_table(stack, name)
        anew = put(ada)

    assert [answer.status_code for answer in erased] == [204, 404]
    assert (gone.status_code, left) == (404, False)
    assert in_table(stack, made.json()["id"])
    assert (anew.status_code, anew.json()["id"] != made.json()["id"]) == (201, True)


def test_staff_reads_a_customer_and_the_customer_finds_out(stack: Stack) -> None:
    with person(stack) as ada, person(stack, "staff") as staff:
        made = put(ada).json()
        seen = staff.get(f"/customers/{made['id']}", headers=CASE)
        export = ada.get("/customers/me/export")

    assert (seen.status_code, seen.json()) == (200, made)
    assert export.headers["content-disposition"].startswith("attachment")
    assert export.headers["cache-control"] == "no-store"
    assert export.json()["customer"] == made
    assert [each["given"] for each in export.json()["marketingConsents"]] == [False]
    trail = {entry["action"]: entry for entry in export.json()["auditTrail"]}
    assert set(trail) == {"created", "readByStaff", "exported"}
    assert trail["readByStaff"]["reason"] == "SUP-1234"
    assert trail["readByStaff"]["staffSubject"]


def test_nobody_else_sees_a_customer(stack: Stack) -> None:
    with (
        person(stack) as ada,
        person(stack) as bob,
        person(stack, "staff") as staff,
        stack.api("acme") as acme,
        stack.api() as nobody,
    ):
        path = f"/customers/{put(ada).json()['id']}"
        refused = {
            "another person": bob.get(path, headers=CASE),
            "another person's me": bob.get("/customers/me"),
            "a machine": acme.get(path, headers=CASE),
            "nobody": nobody.get(path, headers=CASE),
            "staff without a case": staff.get(path),
            "staff with a story": staff.get(path, headers={"Audit-Reason": "curious"}),
            "staff and an unknown id": staff.get(f"{path[:-1]}!", headers=CASE),
        }
        trail = ada.get("/customers/me/export").json()["auditTrail"]

    assert {name: answer.status_code for name, answer in refused.items()} == {
        "another person": 403,
        "another person's me": 404,
        "a machine": 403,
        "nobody": 401,
        "staff without a case": 400,
        "staff with a story": 400,
        "staff and an unknown id": 404,
    }
    assert {answer.headers["content-type"] for answer in refused.values()} == {PROBLEM}
    assert "readByStaff" not in {entry["action"] for entry in trail}


def test_machines_keep_one_profile_for_their_tenant(stack: Stack) -> None:
    with stack.api("acme") as acme, stack.api("globex") as globex:
        made = put(acme, name="Acme Ltd")
        foreign = globex.get("/customers/me")
        erased = acme.delete("/customers/me", headers={"If-Match": made.headers["etag"]})

    assert (made.status_code, foreign.status_code, erased.status_code) == (201, 404, 204)


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


def _odd_requests(api: httpx.Client) -> list[httpx.Response]:
    """Every route, with everything in it that should never come out."""
    paths = ("/customers/me", "/customers/me/export", f"/customers/cus_{'0' * 26}")
    planted = put(api, name=PLANTED, email=f"{PLANTED}@example.org")
    bodies = [
        api.put("/customers/me", json=body, headers=headers)
        for body, headers in product(ODD, HEADERS)
    ]
    broken = api.put(
        "/customers/me",
        content=f'{{"name": "{PLANTED}',
        headers={"Content-Type": "application/json"},
    )
    reads = [
        api.request(method, path, params={"q": PLANTED}, headers=headers)
        for method, path, headers in product(("GET", "DELETE"), paths, HEADERS)
    ]
    return [planted, *bodies, broken, *reads, api.get("/customers/me")]


def _log(stack: Stack) -> str:
    """Every line of every log group."""
    logs = stack.aws("logs")
    groups = [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]]
    pages = [
        page
        for group in groups
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group)
    ]
    return "\n".join(event["message"] for page in pages for event in page["events"])


@pytest.mark.parametrize("group", ["customer", "staff"])
def test_nothing_personal_reaches_any_log(stack: Stack, group: str) -> None:
    with person(stack, group) as api:
        answers = _odd_requests(api)
    last = answers[-1].headers["x-amzn-requestid"]

    assert eventually(lambda: in_log(stack, ACCESS_LOG, last))
    assert eventually(lambda: in_log(stack, FUNCTION_LOG, last))
    assert {201, 400} <= {answer.status_code for answer in answers}
    assert not [answer for answer in answers if answer.status_code >= 500]
    assert PLANTED not in _log(stack)
