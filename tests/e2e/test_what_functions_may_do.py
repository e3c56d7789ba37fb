"""Least privilege, both ways: each role's calls at run time, and its policy.

The tests go through every route and use case; the embedded AWS records the IAM actions.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any
from uuid import uuid4

import httpx
import pytest

from embedded_aws.gateway.authorization.policy import Decision, combined, decide
from tests.contract.test_policies_are_narrow import too_wide
from tests.e2e.conftest import Stack, on_sale
from tests.e2e.people import person
from tests.e2e.test_customers import CASE, put
from tests.e2e.test_releases import edited
from tests.e2e.test_the_shop import order

pytestmark = pytest.mark.slow

ROLES = ["authorizer", "catalog", "catalog-gateway", "customers", "orders", "smoke"]

NOT_SEEN_HERE = {
    # Lambda writes a function's output in the name of its role; here the runtime does it itself.
    "logs:CreateLogStream",
    "logs:PutLogEvents",
    # Functions hand traces to Lambda's daemon, which sends them in the role's name.
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
    # Lambda keeps an event that failed three times in the name of the role; here it does so itself.
    "sqs:SendMessage",
    # DynamoDB uses a table's own key in the name of who calls it.
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
}
LOG_LEVEL_SECONDS = 90
"""A warm function looks at its log level once a minute."""


@dataclass(frozen=True)
class Role:
    """A deployed role: its policies, and its calls."""

    policies: list[dict[str, Any]]
    calls: list[tuple[str, str]]

    def refuses(self, action: str, resource: str) -> bool:
        decision = combined(decide(each, action, resource) for each in self.policies)
        return decision is not Decision.ALLOWED

    def grants(self) -> Iterator[tuple[list[str], list[str]]]:
        """(actions, resources) of each statement."""
        for statement in (each for policy in self.policies for each in policy["Statement"]):
            actions, resources = statement["Action"], statement["Resource"]
            yield _list(actions), _list(resources)


def _list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def asked_of(stack: Stack) -> dict[str, list[tuple[str, str]]]:
    by_role = httpx.get(f"{stack.outputs['aws_endpoint']}/_local/calls").json()
    return {
        role: [(action, resource) for action, resource in calls] for role, calls in by_role.items()
    }


def policies_of(stack: Stack, role: str) -> list[dict[str, Any]]:
    iam = stack.aws("iam")
    names = iam.list_role_policies(RoleName=role)["PolicyNames"]
    assert iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"] == []
    return [iam.get_role_policy(RoleName=role, PolicyName=each)["PolicyDocument"] for each in names]


def go_through_catalog(stack: Stack) -> None:
    path = f"/catalog/products/{stack.sell('Gone soon', 1, 'gone')}"
    stack.sell("On the next page", 1, "gone")
    changed = {"name": "New", "category": "gone", "price": {"amount": 2, "currency": "EUR"}}
    with stack.api("backoffice") as api:
        page = api.get("/catalog/products", params={"category": "gone", "limit": 1}).json()
        cursor = {"category": "gone", "limit": 1, "cursor": page["nextCursor"]}
        answers = [
            api.get("/catalog/products", params=cursor),
            api.get("/catalog/products", params={"ids": on_sale["lamp"]}),
            api.get(path),
            api.put(path, json=changed, headers={"If-Match": '"1"'}),
            api.put(path, json=changed, headers={"If-Match": '"9"'}),
            api.delete(path, headers={"If-Match": '"2"'}),
        ]
    assert [each.status_code for each in answers] == [200, 200, 200, 200, 412, 204]


def go_through_orders(stack: Stack) -> None:
    with stack.api("acme") as api, stack.api("backoffice") as staff:
        first, second = (order(api, on_sale["lamp"]).json()["id"] for _ in range(2))
        page = api.get("/orders", params={"limit": 1}).json()
        again = {"items": [{"productId": on_sale["lamp"], "quantity": 1}]}
        key = {"Idempotency-Key": str(uuid4())}
        answers = [
            api.get("/orders", params={"limit": 1, "cursor": page["nextCursor"]}),
            api.get("/orders", params={"status": "placed"}),
            api.get(f"/orders/{first}"),
            api.post("/orders", json=again, headers=key),
            api.post("/orders", json=again, headers=key),
            api.post(f"/orders/{first}/cancel"),
            staff.post(f"/orders/{second}/ship"),
            staff.post(f"/orders/{second}/deliver"),
        ]
    assert [each.status_code for each in answers] == [200, 200, 200, 201, 201, 200, 200, 200]


def go_through_customers(stack: Stack) -> None:
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


def release(stack: Stack) -> None:
    """Release a new version, with its smoke test."""
    with edited(stack.folder / "services/catalog/model.py", '"""', '"""About '):
        stack.make("deploy-catalog")


def let_levels_be_read(stack: Stack) -> None:
    """Send requests until each service with routes has read its log level."""
    deadline = time.monotonic() + LOG_LEVEL_SECONDS
    with stack.api("acme") as api, person(stack) as ada:
        while time.monotonic() < deadline and not all(
            any(
                "log-levels" in resource
                for _, resource in asked_of(stack)[f"groundplan-local-{name}"]
            )
            for name in ("catalog", "customers", "orders")
        ):
            api.get("/orders")
            api.get("/catalog/products", params={"category": "gone"})
            ada.get("/customers/me")
            time.sleep(1)


@pytest.fixture(scope="module")
def roles(stack: Stack) -> dict[str, Role]:
    for each in (go_through_catalog, go_through_orders, go_through_customers, release):
        each(stack)
    let_levels_be_read(stack)
    calls = asked_of(stack)
    names = {each: f"groundplan-local-{each}" for each in ROLES}
    return {
        short: Role(policies_of(stack, name), calls.get(name, [])) for short, name in names.items()
    }


def test_every_function_is_looked_at(stack: Stack) -> None:
    functions = stack.aws("lambda").list_functions()["Functions"]
    running = {each["Role"].rsplit("/", 1)[-1] for each in functions}

    assert {each for each in running if "-local-" in each} <= {
        f"groundplan-local-{each}" for each in ROLES
    }


@pytest.mark.parametrize("name", ROLES)
def test_what_is_called_is_allowed(roles: dict[str, Role], name: str) -> None:
    calls = roles[name].calls

    assert calls
    assert [each for each in calls if roles[name].refuses(*each)] == []


@pytest.mark.parametrize("name", ROLES)
def test_what_is_allowed_is_called(roles: dict[str, Role], name: str) -> None:
    called = {action for action, _ in roles[name].calls}
    allowed = {action for actions, _ in roles[name].grants() for action in actions}

    assert allowed - NOT_SEEN_HERE - called == set()


@pytest.mark.parametrize("name", ROLES)
def test_what_is_allowed_is_allowed_on_what_is_used(roles: dict[str, Role], name: str) -> None:
    unused = [
        (actions, resource)
        for actions, resources in roles[name].grants()
        for resource in resources
        if not set(actions) <= NOT_SEEN_HERE
        and not any(
            action in actions and fnmatchcase(used, resource) for action, used in roles[name].calls
        )
    ]

    assert unused == []


def test_no_deployed_policy_is_wider_than_it_must_be(stack: Stack) -> None:
    iam = stack.aws("iam")
    names = [each["RoleName"] for each in iam.list_roles()["Roles"]]
    granted = [
        {"actions": actions, "resources": resources}
        for name in names
        for actions, resources in Role(policies_of(stack, name), []).grants()
    ]

    assert len(granted) > len(names)
    assert [wide for each in granted for wide in too_wide(each)] == []


def test_a_needed_permission_that_is_missing_is_found(roles: dict[str, Role]) -> None:
    """The comparison itself: without its table's statement, orders is refused."""
    [policy] = roles["orders"].policies
    less = [each for each in policy["Statement"] if each["Sid"] != "UseTable"]
    poorer = Role([policy | {"Statement": less}], roles["orders"].calls)

    assert any(poorer.refuses(*each) for each in poorer.calls)


def test_the_role_of_every_call_is_known(roles: dict[str, Role]) -> None:
    resources = {resource for role in roles.values() for _, resource in role.calls}

    assert "unknown" not in json.dumps(sorted(resources))
