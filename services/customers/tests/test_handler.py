"""Customers over HTTP: statuses, ETags and headers."""

import json
from dataclasses import dataclass, replace
from typing import Any

import pytest

from services.customers.handler import routes
from services.customers.model import Action
from services.customers.tests.customers_in_memory import InMemoryCustomers
from services.customers.tests.samples import CUSTOMER, ID
from shared.auth.principal import Kind, Principal
from shared.logging import make_logger
from shared.routes.router import Router

ME, EXPORT, ONE = "/customers/me", "/customers/me/export", "/customers/{customerId}"
PROFILE: dict[str, Any] = {
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
}
CURRENT = f'"{ID}.1"'
ADA = Principal("ada", "web", "ada", Kind.PEOPLE, frozenset({"customers/read", "customers/write"}))
STAFF = Principal("staff-1", "web", "staff-1", Kind.PEOPLE, frozenset({"customers/admin"}))
CASE = {"Audit-Reason": "SUP-1234"}


@dataclass
class Context:
    aws_request_id: str = "lambda-id"


@dataclass
class Api:
    """The routes of customers, called with API Gateway's events."""

    customers: InMemoryCustomers
    caller: Principal = ADA

    def __call__(
        self,
        method: str,
        resource: str,
        body: Any = None,
        headers: dict[str, str] | None = None,
        customer_id: str = ID,
    ) -> dict[str, Any]:
        event = {
            "httpMethod": method,
            "resource": resource,
            "headers": headers or {},
            "pathParameters": {"customerId": customer_id},
            "body": body if isinstance(body, str) else json.dumps(body),
            "requestContext": {"requestId": "r", "authorizer": self.caller.context()},
        }
        return Router(routes, self.customers, make_logger("customers", "INFO"))(event, Context())


@pytest.fixture
def empty() -> Api:
    return Api(InMemoryCustomers())


@pytest.fixture
def api() -> Api:
    return Api(InMemoryCustomers(CUSTOMER))


def status(answer: dict[str, Any]) -> int:
    code: int = answer["statusCode"]
    return code


@pytest.mark.parametrize("headers", [{}, {"If-None-Match": "*"}])
def test_a_profile_is_made(empty: Api, headers: dict[str, str]) -> None:
    answer = empty("PUT", ME, PROFILE, headers)
    body = json.loads(answer["body"])

    assert (status(answer), answer["headers"]["Location"]) == (201, "/v1/customers/me")
    assert answer["headers"]["ETag"] == f'"{body["id"]}.1"'
    assert {name: body[name] for name in PROFILE} == PROFILE
    assert json.loads(empty("GET", ME)["body"]) == body


def test_a_profile_is_replaced_with_its_etag(api: Api) -> None:
    answer = api("PUT", ME, PROFILE | {"marketingConsent": True}, {"If-Match": CURRENT})

    assert (status(answer), answer["headers"]["ETag"]) == (200, f'"{ID}.2"')
    assert answer["headers"]["Access-Control-Expose-Headers"].split(",") == [
        "Content-Disposition",
        "ETag",
        "Location",
        "Retry-After",
    ]
    assert "Location" not in answer["headers"]
    assert json.loads(answer["body"])["marketingConsent"] is True


def test_what_may_be_left_out_is_left_out(empty: Api) -> None:
    short = {name: value for name, value in PROFILE.items() if name not in {"phone", "address"}}

    body = json.loads(empty("PUT", ME, short)["body"])

    assert "phone" not in body
    assert "address" not in body


REFUSED_CHANGES = [
    ({}, 428),
    ({"If-None-Match": '"another"'}, 428),
    ({"If-Match": f'"{ID}.2"'}, 412),
    ({"If-Match": f"W/{CURRENT}"}, 412),
    ({"If-None-Match": "*"}, 412),
    ({"If-Match": "1"}, 400),
]


@pytest.mark.parametrize(("headers", "refused"), REFUSED_CHANGES)
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_change_without_the_version_is_refused(
    api: Api, method: str, headers: dict[str, str], refused: int
) -> None:
    assert status(api(method, ME, PROFILE, headers)) == refused
    assert api.customers.mine("ada") == CUSTOMER


def test_what_is_not_there_is_not_replaced(empty: Api) -> None:
    assert status(empty("PUT", ME, PROFILE, {"If-Match": "*"})) == 412


@pytest.mark.parametrize(
    ("known", "expected"),
    [(CURRENT, 304), (f"W/{CURRENT}", 304), ("*", 304), (f'"x", {CURRENT}', 304), ('"x"', 200)],
)
def test_a_version_that_is_known_is_not_sent_again(api: Api, known: str, expected: int) -> None:
    answer = api("GET", ME, headers={"If-None-Match": known})

    assert (status(answer), answer["headers"]["ETag"]) == (expected, CURRENT)
    assert bool(answer["body"]) is (expected == 200)


def test_erasing_answers_nothing_and_erasing_again_404(api: Api) -> None:
    first = api("DELETE", ME, headers={"If-Match": CURRENT})
    second = api("DELETE", ME, headers={"If-Match": CURRENT})

    assert (status(first), first["body"]) == (204, "")
    assert status(second) == 404
    assert status(api("GET", ME)) == 404


def test_an_etag_from_before_an_erasure_fits_nothing_after_it(api: Api) -> None:
    api("DELETE", ME, headers={"If-Match": CURRENT})
    api("PUT", ME, PROFILE)

    assert status(api("PUT", ME, PROFILE, {"If-Match": CURRENT})) == 412


def test_an_export_is_a_file_that_nobody_caches(api: Api) -> None:
    api("PUT", ME, PROFILE | {"marketingConsent": True}, {"If-Match": CURRENT})

    answer = api("GET", EXPORT)
    body = json.loads(answer["body"])

    assert answer["headers"]["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert answer["headers"]["Cache-Control"] == "no-store"
    assert body["customer"]["email"] == "ada@example.org"
    assert [each["given"] for each in body["marketingConsents"]] == [False, True]
    assert {entry["action"] for entry in body["auditTrail"]} == {"replaced", "exported"}
    assert body["auditTrailComplete"] is True


def test_staff_sees_a_customer_on_the_record(api: Api) -> None:
    answer = replace(api, caller=STAFF)("GET", ONE, headers=CASE)

    assert json.loads(answer["body"])["name"] == "Ada Example"
    [entry] = api.customers.entries
    assert (entry.action, entry.customer_id, entry.reason) == (
        Action.READ_BY_STAFF,
        ID,
        "SUP-1234",
    )
    assert (entry.actor.staff_subject, entry.actor.client_id) == ("staff-1", "web")


def test_a_customer_is_no_staff(api: Api) -> None:
    assert status(api("GET", ONE, headers=CASE)) == 403


@pytest.mark.parametrize("headers", [{}, {"Audit-Reason": "Ada Example called"}])
def test_staff_says_why_by_the_number_of_a_case(api: Api, headers: dict[str, str]) -> None:
    answer = replace(api, caller=STAFF)("GET", ONE, headers=headers)

    assert status(answer) == 400
    assert api.customers.entries == []


@pytest.mark.parametrize(("tenant", "expected"), [("ada", 200), ("globex", 404)])
def test_a_machine_sees_its_own_tenants_customers_alone(
    api: Api, tenant: str, expected: int
) -> None:
    machine = replace(STAFF, kind=Kind.MACHINE, tenant=tenant)

    assert status(replace(api, caller=machine)("GET", ONE, headers=CASE)) == expected


@pytest.mark.parametrize(("method", "resource"), [("GET", ME), ("DELETE", ME), ("GET", EXPORT)])
def test_who_has_no_profile_is_told_so(empty: Api, method: str, resource: str) -> None:
    assert status(empty(method, resource)) == 404


WRONG = [
    ("name", ""),
    ("name", "   "),
    ("name", "x" * 201),
    ("name", "a\nb"),
    ("name", "a\x00b"),
    ("name", 7),
    ("email", "ada"),
    ("email", "ada@example"),
    ("email", "a d a@example.org"),
    ("email", "ada@exam ple.org"),
    ("email", "a@b@example.org"),
    ("email", "ada@-example.org"),
    ("email", f"{'a' * 65}@example.org"),
    ("email", f"a@{'b' * 250}.org"),
    ("phone", "030123456"),
    ("phone", "+0301234567"),
    ("phone", "+49 30 123456"),
    ("phone", "+4930123456789012"),
    ("phone", "+٤٩٣٠١٢٣٤٥٦"),
    ("language", "German"),
    ("language", "de_DE"),
    ("marketingConsent", "yes"),
    ("marketingConsent", 1),
    ("address", {"street": "x"}),
    ("address", PROFILE["address"] | {"country": "Germany"}),
    ("address", PROFILE["address"] | {"planet": "Earth"}),
    ("nickname", "Ada"),
]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_a_field_that_does_not_fit_is_named_and_not_repeated(
    empty: Api, field: str, value: Any
) -> None:
    answer = empty("PUT", ME, PROFILE | {field: value})
    problem = json.loads(answer["body"])

    assert status(answer) == 400
    assert problem["errors"][0]["field"].split(".")[0] == field
    assert not isinstance(value, str) or not value.strip() or value not in problem["detail"]
    assert empty.customers.mine("ada") is None


FITTING = [
    ("name", "Ō"),
    ("name", "Ни́на O'Neil-García 3rd"),
    ("email", "a.b+c_d'e@sub.example.co.uk"),
    ("email", "ü@xn--mnchen-3ya.example"),
    ("phone", "+4930123456"),
    ("language", "zh-Hans-CN"),
    ("language", "es-419"),
    ("address", PROFILE["address"] | {"postalCode": "SW1A 1AA", "country": "GB"}),
]


@pytest.mark.parametrize(("field", "value"), FITTING)
def test_what_people_are_really_called_fits(empty: Api, field: str, value: Any) -> None:
    answer = empty("PUT", ME, PROFILE | {field: value})

    assert (status(answer), json.loads(answer["body"])[field]) == (201, value)
