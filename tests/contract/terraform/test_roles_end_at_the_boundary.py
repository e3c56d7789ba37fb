"""Roles have the bootstrap's boundary, and the boundary covers every action granted to them."""

import re
from fnmatch import fnmatchcase
from pathlib import Path
from string import Template
from typing import Any

import pytest
import yaml

TERRAFORM = Path(__file__).parents[3] / "terraform"
# An administrator deploys these; no pipeline may touch what they are made of.
BY_HAND = {"bootstrap", "portal"}
FILES = sorted(
    path for path in TERRAFORM.rglob("*.tf") if not BY_HAND & set(path.relative_to(TERRAFORM).parts)
)
BOUNDARY = TERRAFORM / "bootstrap/policies/boundary.yaml"
PIPELINES = TERRAFORM / "bootstrap/policies/pipelines.yaml"

# IAM's names where they differ from those of Terraform's resources.
SERVICES = {
    "api_gateway": "apigateway",
    "apigateway": "apigateway",
    "athena": "athena",
    "backup": "backup",
    "budgets": "budgets",
    "cloudwatch_composite": "cloudwatch",
    "cloudwatch_dashboard": "cloudwatch",
    "cloudwatch_event": "events",
    "cloudwatch_log": "logs",
    "cloudwatch_metric": "cloudwatch",
    "cloudwatch_query": "logs",
    "codedeploy": "codedeploy",
    "cognito": "cognito-idp",
    "dynamodb": "dynamodb",
    "glue": "glue",
    "iam": "iam",
    "kinesis_firehose": "firehose",
    "kms": "kms",
    "lambda": "lambda",
    "opensearchserverless": "aoss",
    "osis": "osis",
    "route53": "route53",
    "s3": "s3",
    "secretsmanager": "secretsmanager",
    "signer": "signer",
    "sns": "sns",
    "sqs": "sqs",
    "ssm": "ssm",
    "wafv2": "wafv2",
    "xray": "xray",
}


def blocks(kind: str, text: str) -> list[str]:
    """The top-level Terraform blocks of this kind."""
    return re.findall(rf"^{kind} .*?^}}", text, re.MULTILINE | re.DOTALL)


def allowed(policy: Path) -> set[str]:
    """Actions of the statements that allow."""
    statements = yaml.safe_load(policy.read_text(encoding="utf-8"))
    return {action for each in statements if "effect" not in each for action in each["actions"]}


def granted() -> set[str]:
    """The actions of identity policies outside the bootstrap; other policies name principals."""
    given: set[str] = set()
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        documents = [each for each in blocks("data", text) if "aws_iam_policy_document" in each]
        roles = [
            each for each in documents if not re.search(r"^    principals ", each, re.MULTILINE)
        ]
        calls = blocks("module", text) if path.parent.parent.name == "services" else []
        for each in [*roles, *calls, *blocks("locals", text)]:
            for listed in re.findall(r"[Aa]ctions? += \[(.*?)\]", each, re.DOTALL):
                given |= set(re.findall(r'"([a-z0-9-]+:[A-Za-z*]+)"', listed))
            given |= set(re.findall(r'"((?:dynamodb|xray):[A-Za-z]+)"', each))
    return given


def test_the_boundary_leaves_room_for_every_action_of_a_role() -> None:
    room = allowed(BOUNDARY)

    beyond = {each for each in granted() if not any(fnmatchcase(each, action) for action in room)}

    assert granted()
    assert beyond == set()


ROLES = [
    (path, block)
    for path in FILES
    for block in blocks('resource "aws_iam_role"', path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("path", "block"), ROLES, ids=lambda each: getattr(each, "stem", ""))
def test_a_role_has_the_boundary(path: Path, block: str) -> None:
    assert re.search(r"permissions_boundary\s+= .*permissions_boundary_arn", block), path


def services_in_use() -> set[str]:
    """The AWS services that the roots create resources of."""
    text = "".join(path.read_text(encoding="utf-8") for path in FILES)
    kinds = set(re.findall(r'^resource "aws_(\w+)"', text, re.MULTILINE))
    names = {
        max((name for name in SERVICES if kind.startswith(name)), key=len, default=kind)
        for kind in kinds
    }
    return {SERVICES.get(name, name) for name in names}


@pytest.mark.parametrize("service", sorted(services_in_use()))
def test_a_pipeline_may_manage_what_the_roots_are_made_of(service: str) -> None:
    assert service in {action.partition(":")[0] for action in allowed(PIPELINES)}


LOG_GROUPS = {
    block: path
    for path in FILES
    for block in blocks('resource "aws_cloudwatch_log_group"', path.read_text(encoding="utf-8"))
}
# Terraform's expressions as an environment `test` fills them in.
FILLED = {
    "${var.environment_name}": "test",
    "${var.product}": "groundplan",
    "${aws_api_gateway_rest_api.this.id}": "a1b2c3",
    "${var.stage_name}": "v1",
    "${var.name}": "groundplan-test",
    "local.log_group_name": '"/aws/lambda/groundplan-test-widgets"',
}


def keep_logs() -> list[str]:
    """The log groups that a deployment of `test` may keep."""
    text = (TERRAFORM / "bootstrap/policies/deploy/watch.yaml").read_text(encoding="utf-8")
    names = {
        "account": "1",
        "own": "groundplan-test",
        "product": "groundplan",
        "environment": "test",
    }
    [statement] = [each for each in yaml.safe_load(text) if each["sid"] == "KeepLogs"]
    return [Template(each).substitute(names) for each in statement["resources"]]


@pytest.mark.parametrize("block", LOG_GROUPS, ids=lambda block: block.split('"')[3])
@pytest.mark.parametrize("suffix", ["", ":log-stream:"])
def test_a_pipeline_may_keep_every_log_that_the_roots_make(block: str, suffix: str) -> None:
    for expression, text in FILLED.items():
        block = block.replace(expression, text)
    [name] = re.findall(r'^  name\s+= "([^"$]+)"$', block, re.MULTILINE)
    arn = f"arn:aws:logs:eu-central-1:1:log-group:{name}{suffix}"

    assert any(fnmatchcase(arn, pattern) for pattern in keep_logs())


@pytest.mark.parametrize(
    "name", ["/aws/lambda/groundplan-prod-x", "/groundplan/prod/gateway/access"]
)
def test_a_pipeline_may_not_keep_another_environments_log(name: str) -> None:
    arn = f"arn:aws:logs:eu-central-1:1:log-group:{name}"

    assert not any(fnmatchcase(arn, pattern) for pattern in keep_logs())


def statements(policy: Path) -> list[dict[str, Any]]:
    """The statements that allow."""
    written = yaml.safe_load(policy.read_text(encoding="utf-8"))
    return [each for each in written if each.get("effect", "Allow") == "Allow"]


DEPLOY = sorted((TERRAFORM / "bootstrap/policies/deploy").glob("*.yaml"))


@pytest.mark.parametrize("policy", DEPLOY, ids=lambda path: str(path.stem))
def test_what_a_deployment_is_granted_the_end_of_pipelines_lets_through(policy: Path) -> None:
    """IAM allows an action on a resource only where both do."""
    end = statements(PIPELINES)

    cut = [
        (action, resource)
        for granted in statements(policy)
        for action in granted["actions"]
        for resource in granted["resources"]
        if not any(
            any(fnmatchcase(action, pattern) for pattern in each["actions"])
            and any(fnmatchcase(resource, pattern) for pattern in each["resources"])
            for each in end
        )
    ]

    assert cut == []
