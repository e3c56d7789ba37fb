"""The bootstrap's policies, as IAM decides by them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from embedded_aws.gateway.authorization.policies.policy import Decision, combined, decide
from embedded_aws.gateway.wildcards import like
from shared.product import NAME
from tests.harness.iam import reference
from tools.review.aws_rules.knowledge import iam

FOLDER = Path(__file__).parents[3] / "terraform/bootstrap/policies"
ACCOUNT, REGION = "123456789012", "eu-central-1"
BOUNDARY_ARN = f"arn:aws:iam::{ACCOUNT}:policy/{NAME}-boundary-{REGION}"
STATE_BUCKET = f"{NAME}-state-{ACCOUNT}-{REGION}"
# AWS's own keys have no tags; every key that the roots make has its environment's.
AWS_KEY = "key/aws/"


def _statements(path: Path, environment: str) -> list[dict[str, Any]]:
    names = {
        "account": ACCOUNT,
        "boundary_arn": BOUNDARY_ARN,
        "database": f"{NAME}_{environment}".replace("-", "_"),
        "environment": environment,
        "own": f"{NAME}-{environment}",
        "product": NAME,
        "state_bucket": STATE_BUCKET,
    }
    text = re.sub(r"\$\{(\w+)\}", lambda match: names[match[1]], path.read_text(encoding="utf-8"))
    listed: list[dict[str, Any]] = yaml.safe_load(text)
    return listed


def document(name: str, environment: str) -> dict[str, Any]:
    """The policy that the bootstrap makes of a file, as Terraform's data source writes it."""
    return {"Statement": [_written(each) for each in _statements(FOLDER / name, environment)]}


def _written(statement: Mapping[str, Any]) -> dict[str, Any]:
    names = {"resources": "Resource", "not_resources": "NotResource", "when": "Condition"}
    return {
        "Sid": statement["sid"],
        "Effect": statement.get("effect", "Allow"),
        "Action": statement["actions"],
        **{names[key]: statement[key] for key in names if key in statement},
    }


class Pipeline:
    """The role with which an environment is deployed."""

    def __init__(self, environment: str) -> None:
        self._environment = environment
        files = sorted(path.relative_to(FOLDER) for path in (FOLDER / "deploy").glob("*.yaml"))
        self.granted = [document(str(each), environment) for each in files]
        self.boundary = document("pipelines.yaml", environment)

    def refuses(self, action: str, resource: str) -> bool:
        """Whether the role may not do this, by its policies or by their end."""
        if not reference.possible(action):
            resource = "*"
        context = self._context(resource)
        granted = combined(decide(each, action, resource, context) for each in self.granted)
        bounded = decide(self.boundary, action, resource, context)
        return {granted, bounded} != {Decision.ALLOWED}

    def _context(self, resource: str) -> dict[str, str | None]:
        """The condition keys of a deployment as it should be."""
        return {
            "aws:resourcetag/environment": None if AWS_KEY in resource else self._environment,
            "iam:awsservicename": "replication.dynamodb.amazonaws.com",
            "iam:passedtoservice": "lambda.amazonaws.com",
            "iam:permissionsboundary": BOUNDARY_ARN,
        }


class Previews(Pipeline):
    """The role that deploys, destroys and sweeps the environments of pull requests."""

    def __init__(self, environment: str) -> None:
        super().__init__("pr-*")
        self._environment = environment
        self.granted.append(document("previews/sweep.yaml", "pr-*"))
        own = document("previews/boundary.yaml", "pr-*")["Statement"]
        others = [
            each for each in self.boundary["Statement"] if each["Sid"] != "LeaveTheStateBucketAlone"
        ]
        self.boundary = {"Statement": [*others, *own]}


def grants(documents: Iterable[Mapping[str, Any]]) -> dict[str, set[str]]:
    """The resources on which each action is allowed, whichever statement says so."""
    granted: dict[str, set[str]] = defaultdict(set)
    for statement in (each for policy in documents for each in policy["Statement"]):
        if statement["Effect"] == "Allow":
            for action in statement["Action"]:
                granted[action].update(statement["Resource"])
    return granted


def covering(documents: Iterable[Mapping[str, Any]], action: str) -> set[str]:
    """The resources on which an action is allowed by name or by a wildcard."""
    granted = grants(documents)
    return {
        resource
        for pattern, resources in granted.items()
        if like(pattern.lower(), action.lower())
        for resource in resources
    }


def unreached(action: str, resources: Iterable[str]) -> Iterator[str]:
    """The resources that AWS looks at for this action, and that none of these patterns meets."""
    patterns = set(resources)
    needed, possible = reference.needed(action), reference.possible(action)
    if not possible and "*" not in patterns:
        yield "*"
    missed = [each for each in needed if not any(iam.meet(each, pattern) for pattern in patterns)]
    if missed and not (action in reference.EITHER and len(missed) < len(needed)):
        yield from missed
    met = any(iam.meet(each, pattern) for each in possible for pattern in patterns)
    if possible and not needed and not met:
        yield " or ".join(possible)
