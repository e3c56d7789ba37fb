"""A walk through every route and use case of customers, for tests of the whole platform."""

from services.customers.tests.e2e.test_customers_over_http import CASE, put
from tests.e2e.harness.people import person
from tests.e2e.harness.stack import Stack


def ids(stack: Stack) -> dict[str, str]:
    """A thing that exists, by the name of its parameter in paths."""
    with person(stack) as ada:
        return {"customerId": put(ada).json()["id"]}


def every_route(stack: Stack) -> None:
    with person(stack) as ada, person(stack, "staff") as staff:
        created = put(ada)
        changed = put(ada, created.headers["etag"], marketingConsent=True)
        answers = [
            ada.get("/customers/me"),
            ada.get("/customers/me/export"),
            staff.get(f"/customers/{created.json()['id']}", headers=CASE),
            ada.delete("/customers/me", headers={"If-Match": changed.headers["etag"]}),
        ]
    assert [each.status_code for each in answers] == [200, 200, 200, 204]
