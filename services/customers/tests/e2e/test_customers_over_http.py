"""A person's data through the gateway: stored, exported, read by staff and audited, erased."""

from typing import Any
from uuid import uuid4

import httpx

from shared.product import NAME
from tests.e2e.harness.logs import PROBLEM
from tests.e2e.harness.people import person
from tests.e2e.harness.stack import Stack

TABLE = f"{NAME}-local-customers"
CASE = {"Audit-Reason": "SUP-1234"}


def profile(**changed: Any) -> dict[str, Any]:
    """A profile whose texts differ from the contract's examples, so that a search finds only it."""
    return {
        "name": "Ada Quillfeather",
        "email": "ada.quillfeather@example.org",
        "language": "de-DE",
        "marketingConsent": False,
        "phone": "+493055501928",
        "address": {
            "street": "Nebelkrähenweg 57",
            "postalCode": "QX7 4ZK9",
            "city": "Hinterpfuhlingen",
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
        created = put(ada)
        known = ada.get("/customers/me", headers={"If-None-Match": created.headers["etag"]})
        replaced = put(ada, created.headers["etag"], marketingConsent=True)
        read = ada.get("/customers/me", headers={"If-None-Match": created.headers["etag"]})

    assert (created.status_code, known.status_code, known.content) == (201, 304, b"")
    assert (replaced.status_code, read.json()) == (200, replaced.json())
    assert read.headers["etag"] == replaced.headers["etag"] != created.headers["etag"]
    assert replaced.json()["id"] == created.json()["id"]


def test_a_change_that_may_lose_another_is_refused(stack: Stack) -> None:
    with person(stack) as ada:
        created = put(ada)
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
    assert read.json() == created.json()


def test_an_erasure_leaves_nothing_personal_and_room_for_another(stack: Stack) -> None:
    name = f"Zaphod {uuid4()}"
    with person(stack) as ada:
        created = put(ada, name=name)
        assert in_table(stack, name)

        match = {"If-Match": created.headers["etag"]}
        erased = [ada.delete("/customers/me", headers=match) for _ in range(2)]
        gone = ada.get("/customers/me")
        left = in_table(stack, name)
        anew = put(ada)

    assert [answer.status_code for answer in erased] == [204, 404]
    assert (gone.status_code, left) == (404, False)
    assert in_table(stack, created.json()["id"])
    assert (anew.status_code, anew.json()["id"] != created.json()["id"]) == (201, True)


def test_staff_reads_a_customer_and_the_customer_finds_out(stack: Stack) -> None:
    with person(stack) as ada, person(stack, "staff") as staff:
        created = put(ada).json()
        seen = staff.get(f"/customers/{created['id']}", headers=CASE)
        export = ada.get("/customers/me/export")

    assert (seen.status_code, seen.json()) == (200, created)
    assert export.headers["content-disposition"].startswith("attachment")
    assert export.headers["cache-control"] == "no-store"
    assert export.json()["customer"] == created
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
        created = put(acme, name="Acme Ltd")
        foreign = globex.get("/customers/me")
        erased = acme.delete("/customers/me", headers={"If-Match": created.headers["etag"]})

    assert (created.status_code, foreign.status_code, erased.status_code) == (201, 404, 204)
