"""Refusals of IAM and STS, in their own words.

IAM API reference, CreateRole, CreatePolicy; STS API reference, AssumeRole; IAM quotas;
hashicorp/terraform#15771, #13449, getmoto/moto#5317; answers recorded on AWS.
"""

import json
from typing import Any

import pytest

from embedded_aws.tests.integration.server.account.refusing import fresh, refusal
from embedded_aws.tests.integration.server.refusals.world import (
    ACCOUNT,
    Row,
    World,
    policy,
    rows,
    trust,
)

MALFORMED, ERROR, GONE = "MalformedPolicyDocument", "ValidationError", "NoSuchEntity"
ROOT = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
NOBODY = f"arn:aws:iam::{ACCOUNT}:role/nobody"
EVERYTHING = policy(Action="s3:*", Resource="*")
BUCKETS = [f"arn:aws:s3:::bucket{number:030d}/*" for number in range(400)]


def role(document: str) -> dict[str, Any]:
    return {"RoleName": fresh("refused"), "AssumeRolePolicyDocument": document}


def named(world: World, **more: Any) -> dict[str, Any]:
    return {"RoleName": world.role().rsplit("/", maxsplit=1)[-1], **more}


def managed(document: str) -> dict[str, Any]:
    return {"PolicyName": fresh("refused"), "PolicyDocument": document}


ONE, OLD = trust(), trust().replace("2012-10-17", "2020-01-01")
NO_PRINCIPAL = policy(Action="sts:AssumeRole")
LONG = trust(Condition={"StringLike": {"aws:x": ["y" * 90] * 30}})


@pytest.mark.parametrize(
    "row",
    rows(
        "iam",
        ("create_role", role("{,}"), MALFORMED, "This policy contains invalid Json"),
        ("create_role", role(trust(Resource="*")), MALFORMED, "Has prohibited field Resource"),
        ("create_role", role(NO_PRINCIPAL), MALFORMED, "Missing required field Principal"),
        ("create_role", role(trust(Action="s3:Get")), MALFORMED, "may only specify STS AssumeRole"),
        ("create_role", role(trust(Effect="Maybe")), MALFORMED, "Syntax errors in policy."),
        ("create_role", role(OLD), MALFORMED, "Syntax errors in policy."),
        ("create_role", role("{}"), MALFORMED, "Syntax errors in policy."),
        (
            "create_role",
            role(trust(Principal={"AWS": NOBODY})),
            MALFORMED,
            f'Invalid principal in policy: "AWS":"{NOBODY}"',
        ),
        (
            "create_role",
            role(trust(Principal={"Service": "nothing.example.com"})),
            MALFORMED,
            'Invalid principal in policy: "SERVICE":"nothing.example.com"',
        ),
        ("create_role", role(LONG), "LimitExceeded", "quota for ACLSizePerRole: 2048", 409),
        (
            "update_assume_role_policy",
            lambda world: named(world, PolicyDocument=trust(Action="s3:Get")),
            MALFORMED,
            "AssumeRole policy may only specify",
        ),
        ("get_role", {"RoleName": "none"}, GONE, "The role with name none cannot be found.", 404),
        (
            "get_role_policy",
            lambda world: named(world, PolicyName="none"),
            GONE,
            "The role policy with name none cannot be found.",
            404,
        ),
    ),
)
def test_roles_that_iam_refuses(world: World, row: Row) -> None:
    row.assert_refused(world)


@pytest.mark.parametrize(
    "row",
    rows(
        "iam",
        (
            "create_policy",
            managed(policy(Action="s3:*", Resource="*", Principal="*")),
            MALFORMED,
            "Policy document should not specify a principal.",
        ),
        (
            "create_policy",
            managed(policy(Action="s3:*", Resource=BUCKETS)),
            "LimitExceeded",
            "Cannot exceed quota for PolicySize: 6144",
            409,
        ),
        (
            "put_role_policy",
            lambda world: named(
                world, PolicyName="p", PolicyDocument=policy(Action="s3:*", Resource=BUCKETS)
            ),
            "LimitExceeded",
            "Maximum policy size of 10240 bytes exceeded for role",
            409,
        ),
        (
            "attach_role_policy",
            lambda world: named(world, PolicyArn="a-policy-without-an-arn"),
            ERROR,
            "Invalid ARN:  Could not be parsed!",
        ),
    ),
)
def test_policies_that_iam_refuses(world: World, row: Row) -> None:
    row.assert_refused(world)


def test_a_role_has_ten_policies_and_none_of_them_is_deleted(world: World) -> None:
    iam, role_ = world.client("iam"), named(world)
    arns = [
        iam.create_policy(PolicyName=fresh("p"), PolicyDocument=EVERYTHING)["Policy"]["Arn"]
        for _ in range(11)
    ]

    answers = [refusal(iam, "attach_role_policy", **role_, PolicyArn=each) for each in arns]

    assert [each[1] for each in answers] == [*[""] * 10, "LimitExceeded"]
    _, code, message = refusal(iam, "delete_policy", PolicyArn=arns[0])
    assert (code, message) == ("DeleteConflict", "Cannot delete a policy attached to entities.")


def assume(arn: str, **more: Any) -> dict[str, Any]:
    return {"RoleArn": arn, "RoleSessionName": "session", **more}


NOT_ALLOWED = "is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::"
WITH_ID = {"StringEquals": {"sts:ExternalId": "ours"}}
TWICE = [{"Key": "a", "Value": "b"}, {"Key": "A", "Value": "b"}]


@pytest.mark.parametrize(
    "row",
    rows(
        "sts",
        ("assume_role", assume(NOBODY), "AccessDenied", NOT_ALLOWED, 403),
        ("assume_role", lambda world: assume(world.role()), "AccessDenied", NOT_ALLOWED, 403),
        (
            "assume_role",
            lambda world: assume(world.role(Principal=ROOT, Condition=WITH_ID)),
            "AccessDenied",
            NOT_ALLOWED,
            403,
        ),
        ("assume_role", assume("nothing-valid-in-here"), ERROR, "nothing-valid-in-here is invalid"),
        (
            "assume_role",
            lambda world: assume(world.role(Principal=ROOT), DurationSeconds=7200),
            ERROR,
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ),
        (
            "assume_role",
            lambda world: assume(world.role(Principal=ROOT), Tags=TWICE),
            "InvalidParameterValue",
            "Duplicate tag keys found.",
        ),
        (
            "assume_role",
            lambda world: assume(world.role(Principal=ROOT), Policy="{none"),
            MALFORMED,
            "The policy is not in the valid JSON format.",
        ),
    ),
)
def test_sessions_that_sts_refuses(world: World, row: Row) -> None:
    row.assert_refused(world)


@pytest.mark.parametrize("principal", [ROOT, {"AWS": ACCOUNT}, {"AWS": "*"}, "*"])
def test_a_role_that_trusts_the_account_is_assumed(world: World, principal: Any) -> None:
    arn = world.role(Principal=principal)

    answer = world.client("sts").assume_role(**assume(arn))

    assert answer["AssumedRoleUser"]["Arn"].endswith("/session")


def test_a_deny_with_a_condition_that_is_not_judged_denies_nothing(world: World) -> None:
    document = json.loads(trust(Principal=ROOT))
    (allowed,) = document["Statement"]
    condition = {"StringNotEquals": {"aws:PrincipalTag/team": "shop"}}
    denied = {**allowed, "Effect": "Deny", "Condition": condition}
    iam, given = world.client("iam"), role(json.dumps({"Statement": [allowed, denied]}))
    arn = iam.create_role(**given)["Role"]["Arn"]

    answer = world.client("sts").assume_role(**assume(arn))

    assert answer["AssumedRoleUser"]["Arn"].endswith("/session")


def test_an_external_id_opens_the_role_that_asks_for_it(world: World) -> None:
    arn = world.role(Principal=ROOT, Condition=WITH_ID)

    answer = world.client("sts").assume_role(**assume(arn, ExternalId="ours"))

    assert json.dumps(answer["Credentials"], default=str)
