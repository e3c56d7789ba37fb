"""No log line and no traceback has personal data, whatever a caller sends."""

import json
import traceback
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from pydantic import ValidationError

from services.customers.handler import routes
from services.customers.model import Customer, Entry
from services.customers.tests.customers_in_memory import InMemoryCustomers
from services.customers.tests.samples import CUSTOMER, ID
from services.customers.tests.test_handler import (
    ADA,
    EXPORT,
    ME,
    ONE,
    PROFILE,
    STAFF,
    Context,
)
from shared.logging import make_logger
from shared.personal import Personal
from shared.routes.router import Router

PLANTED = "Zaphod"
SECRET = f"{PLANTED}-Beeblebrox"
ADDRESS = {"street": SECRET, "city": SECRET, "postalCode": PLANTED, "country": "DE"}
FITTING = PROFILE | {"name": SECRET, "email": f"{SECRET}@example.org", "address": ADDRESS}
BODIES = [
    f'{{"name": "{SECRET}',
    f'{{"name": "{SECRET}\\ud800"}}',
    *map(
        json.dumps,
        [
            FITTING,
            SECRET,
            [SECRET],
            {SECRET: SECRET},
            *[FITTING | {field: SECRET * 30} for field in PROFILE],
            *[FITTING | {field: {SECRET: [SECRET]}} for field in PROFILE],
            *[FITTING | {"address": ADDRESS | {part: SECRET * 30}} for part in ADDRESS],
        ],
    ),
]
HEADERS = [
    {},
    {"If-Match": "*", "Audit-Reason": "SUP-1"},
    {"If-Match": SECRET, "If-None-Match": SECRET, "Audit-Reason": SECRET},
    {"Content-Type": f"text/{SECRET}", "Authorization": SECRET},
]
ROUTES = [("PUT", ME), ("GET", ME), ("DELETE", ME), ("GET", EXPORT), ("GET", ONE), ("POST", "/")]


class Broken(InMemoryCustomers):
    """Fails in every operation, with all its data in the error."""

    def add(self, customer: Customer, entry: Entry) -> None:
        raise OSError(f"cannot keep {customer!r} and {entry!r}")

    def save(self, customer: Customer, entry: Entry) -> None:
        self.add(customer, entry)

    def note(self, entry: Entry) -> None:
        raise OSError(f"cannot keep {entry!r}")


def events() -> Iterator[dict[str, Any]]:
    """Every route with every body and header, from a customer and from staff."""
    everything = product(ROUTES, BODIES, HEADERS, (ADA, STAFF), (ID, SECRET))
    for (method, resource), body, headers, caller, customer_id in everything:
        yield {
            "httpMethod": method,
            "resource": resource,
            "path": f"/v1/customers/{SECRET}",
            "headers": headers,
            "pathParameters": {"customerId": customer_id},
            "queryStringParameters": {"name": SECRET},
            "body": body,
            "requestContext": {"requestId": "r", "authorizer": caller.context()},
        }


def drive(router: Router) -> tuple[set[int], str]:
    """Send all events; returns the statuses, and the tracebacks of unexpected errors."""
    statuses, tracebacks = set(), ""
    for event in events():
        try:
            statuses.add(router(event, Context())["statusCode"])
        except OSError as error:
            tracebacks += "".join(traceback.format_exception(error))
    return statuses, tracebacks


@pytest.mark.parametrize(
    "customers",
    [InMemoryCustomers(), InMemoryCustomers(CUSTOMER), Broken(), Broken(CUSTOMER)],
    ids=["empty", "kept", "broken-empty", "broken-kept"],
)
def test_nothing_that_was_sent_is_logged(
    customers: InMemoryCustomers,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
) -> None:
    router = Router(routes, customers, make_logger(request.node.name, "DEBUG"))

    statuses, tracebacks = drive(router)

    logged = capsys.readouterr()
    assert {400, 403, 404, 415} <= statuses
    assert logged.out.count('"message":"request"') == len(list(events()))
    assert PLANTED not in logged.out + logged.err + tracebacks
    assert bool(tracebacks) is isinstance(customers, Broken)


def test_a_kept_profile_that_no_longer_fits_is_not_shown_by_its_error() -> None:
    profile = replace(CUSTOMER.profile, email=Personal(SECRET))
    router = Router(
        routes, InMemoryCustomers(replace(CUSTOMER, profile=profile)), make_logger("kept", "INFO")
    )
    [event, *_] = [
        each for each in events() if (each["httpMethod"], each["resource"]) == ("GET", ME)
    ]

    with pytest.raises(ValidationError) as failed:
        router(event, Context())

    assert PLANTED not in "".join(traceback.format_exception(failed.value))
