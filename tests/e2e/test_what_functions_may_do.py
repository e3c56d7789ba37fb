"""Least privilege, both ways: each role's calls at run time, and its policy.

Each service's `tests/e2e/walk.py` goes through all its routes; the embedded AWS records the IAM
actions. A service without one is looked at in its terraform alone.
"""

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from http import HTTPStatus
from typing import Any

import jwt
import pytest

from embedded_aws.gateway.authorization.policies.policy import Decision, combined, decide
from shared.product import NAME
from tests.contract.terraform.test_policies_are_narrow import too_wide
from tests.e2e.harness.calls import calls_by_role
from tests.e2e.harness.changes import edited
from tests.e2e.harness.product import ALL, CONTRACTS, Product, has_direct_routes
from tests.e2e.harness.stack import Stack
from tests.e2e.harness.walks import WALKS

pytestmark = pytest.mark.slow

WALKED = [name for name in ALL if name in WALKS or name not in CONTRACTS]
ROLES = [*WALKED, *(f"{name}-gateway" for name in WALKS if has_direct_routes(name))]

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
RESTORED = re.compile(r"-at-\d{8}T\d{6}Z")
LOG_LEVEL_SECONDS = 90
"""A warm function looks at its log level once a minute."""


@dataclass(frozen=True)
class Role:
    """A deployed role: its policies, and its calls."""

    policies: list[dict[str, Any]]
    calls: list[tuple[str, str]]
    boundary: dict[str, Any] | None = None

    def refuses(self, action: str, resource: str) -> bool:
        decisions = {combined(decide(each, action, resource) for each in self.policies)}
        if self.boundary is not None:
            decisions.add(decide(self.boundary, action, resource))
        return decisions != {Decision.ALLOWED}

    def grants(self) -> Iterator[tuple[list[str], list[str]]]:
        """(actions, resources) of each statement."""
        for statement in (each for policy in self.policies for each in policy["Statement"]):
            actions, resources = statement["Action"], statement["Resource"]
            yield _list(actions), _list(resources)


def _list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def policies_of(stack: Stack, role: str) -> list[dict[str, Any]]:
    iam = stack.aws("iam")
    names = iam.list_role_policies(RoleName=role)["PolicyNames"]
    assert iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"] == []
    return [iam.get_role_policy(RoleName=role, PolicyName=each)["PolicyDocument"] for each in names]


def boundary_of(stack: Stack, role: str) -> dict[str, Any]:
    """The policy that ends what the role may do, whatever its own policies say."""
    iam = stack.aws("iam")
    arn = iam.get_role(RoleName=role)["Role"]["PermissionsBoundary"]["PermissionsBoundaryArn"]
    version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
    policy = iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]
    document: dict[str, Any] = policy["Document"]
    return document


def release(stack: Stack, product: Product) -> None:
    """Release a new version, with its smoke test."""
    with edited(product.folder / "model.py", '"""', '"""About '):
        stack.make(f"deploy-{product.name}")


def has_read_its_level(stack: Stack, name: str) -> bool:
    calls = calls_by_role(stack).get(f"{NAME}-local-{name}", [])
    return any("log-levels" in resource for _, resource in calls)


def name_a_signer(stack: Stack, product: Product) -> None:
    """Send a token of a consumer that signs its own, which is looked up before it is refused."""
    claims = {"iss": f"signer{'0' * 26}"}
    token = jwt.encode(claims, "no key of anybody's, and long enough", algorithm="HS256")
    with stack.api() as api:
        api.headers["Authorization"] = f"Bearer {token}"
        assert product.read(api).status_code == HTTPStatus.UNAUTHORIZED


def let_levels_be_read(stack: Stack) -> None:
    """Send requests until each service with routes has read its log level."""
    deadline = time.monotonic() + LOG_LEVEL_SECONDS
    while time.monotonic() < deadline:
        late = [name for name in WALKS if not has_read_its_level(stack, name)]
        if not late:
            return
        for name in late:
            WALKS[name].every_route(stack)
        time.sleep(1)


def _of_now(calls: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The calls without those on a restored table, which a policy names while it is in use."""
    return [each for each in calls if not RESTORED.search(each[1])]


@pytest.fixture(scope="module")
def roles(stack: Stack, product: Product) -> dict[str, Role]:
    for walk in WALKS.values():
        walk.every_route(stack)
    name_a_signer(stack, product)
    release(stack, product)
    let_levels_be_read(stack)
    calls = {role: _of_now(each) for role, each in calls_by_role(stack).items()}
    names = {each: f"{NAME}-local-{each}" for each in ROLES}
    return {
        short: Role(policies_of(stack, name), calls.get(name, []), boundary_of(stack, name))
        for short, name in names.items()
    }


def test_every_function_is_looked_at(stack: Stack) -> None:
    functions = stack.aws("lambda").list_functions()["Functions"]
    running = {each["Role"].rsplit("/", 1)[-1] for each in functions}

    assert {each for each in running if "-local-" in each} <= {
        f"{NAME}-local-{each}" for each in ALL
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


def test_a_needed_permission_that_is_missing_is_found(
    roles: dict[str, Role], product: Product
) -> None:
    """The comparison itself: without its table's statement, a service is refused."""
    [policy] = roles[product.name].policies
    less = [each for each in policy["Statement"] if each["Sid"] != "UseTable"]
    poorer = Role([policy | {"Statement": less}], roles[product.name].calls)

    assert any(poorer.refuses(*each) for each in poorer.calls)


def test_the_role_of_every_call_is_known(roles: dict[str, Role]) -> None:
    resources = {resource for role in roles.values() for _, resource in role.calls}

    assert "unknown" not in json.dumps(sorted(resources))
