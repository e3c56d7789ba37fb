"""The policies that AWS manages are there, without being loaded at the start."""

import json

import pytest
from botocore.exceptions import ClientError

from embedded_aws.tests.integration.server.account.refusing import refusal
from embedded_aws.tests.integration.server.conftest import EmbeddedAws
from embedded_aws.tests.integration.server.trust import TRUST

BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"


def test_a_role_gets_a_policy_that_aws_manages(aws: EmbeddedAws) -> None:
    iam = aws.client("iam")
    iam.create_role(RoleName="managed", AssumeRolePolicyDocument=TRUST)

    iam.attach_role_policy(RoleName="managed", PolicyArn=BASIC)
    attached = iam.list_attached_role_policies(RoleName="managed")["AttachedPolicies"]
    entities = iam.list_entities_for_policy(PolicyArn=BASIC)["PolicyRoles"]
    iam.detach_role_policy(RoleName="managed", PolicyArn=BASIC)

    assert attached == [{"PolicyName": "AWSLambdaBasicExecutionRole", "PolicyArn": BASIC}]
    assert "managed" in [each["RoleName"] for each in entities]


def test_nobody_changes_it(aws: EmbeddedAws) -> None:
    iam, version = aws.client("iam"), {"PolicyArn": BASIC, "VersionId": "v1"}
    outside = (403, "AccessDenied", "Policy is outside your own account.")

    assert refusal(iam, "delete_policy", PolicyArn=BASIC) == outside
    assert refusal(iam, "delete_policy_version", **version) == outside
    assert iam.get_policy(PolicyArn=BASIC)["Policy"]["Arn"] == BASIC


def test_its_document_is_that_of_its_default_version(aws: EmbeddedAws) -> None:
    iam = aws.client("iam")
    version = iam.get_policy(PolicyArn=BASIC)["Policy"]["DefaultVersionId"]

    document = iam.get_policy_version(PolicyArn=BASIC, VersionId=version)["PolicyVersion"]

    statement = document["Document"]["Statement"][0]
    assert "logs:CreateLogGroup" in json.dumps(statement)


def test_all_are_listed_by_scope_and_path(aws: EmbeddedAws) -> None:
    iam = aws.client("iam")

    pages = iam.get_paginator("list_policies").paginate(Scope="AWS", PathPrefix="/service-role/")
    arns = {each["Arn"] for page in pages for each in page["Policies"]}
    everything = iam.list_policies(Scope="AWS", MaxItems=1000)["Policies"]

    assert BASIC in arns
    assert len(everything) > len(arns) > 100


def test_a_policy_that_aws_does_not_have_is_not_there(aws: EmbeddedAws) -> None:
    iam, absent = aws.client("iam"), "arn:aws:iam::aws:policy/Nonsense"
    iam.create_role(RoleName="mistaken", AssumeRolePolicyDocument=TRUST)

    with pytest.raises(ClientError) as unknown:
        iam.get_policy(PolicyArn=absent)
    with pytest.raises(ClientError) as unattached:
        iam.attach_role_policy(RoleName="mistaken", PolicyArn=absent)

    codes = [each.value.response["Error"]["Code"] for each in (unknown, unattached)]
    assert codes == ["NoSuchEntity", "NoSuchEntity"]
