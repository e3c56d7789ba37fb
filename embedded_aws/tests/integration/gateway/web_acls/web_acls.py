"""Web ACLs made with boto3 and associated with a deployed stage."""

import uuid
from dataclasses import dataclass
from typing import Any

from embedded_aws.tests.integration.gateway.conftest import (
    REGION,
    STAGE,
    Deployed,
    World,
    mocked,
    openapi,
)

type Json = dict[str, Any]

SEEN = {"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": False, "MetricName": "m"}
FORWARDED = {"HeaderName": "X-Forwarded-For", "FallbackBehavior": "NO_MATCH"}
PLAIN = [{"Priority": 0, "Type": "NONE"}]


@dataclass
class Protected:
    """A stage behind a web ACL."""

    deployed: Deployed
    name: str
    acl_id: str
    arn: str

    def status(self, path: str = "/things", method: str = "GET", **request: Any) -> int:
        """The API's status for a request."""
        return self.deployed.send(method, path, **request).status_code

    def statuses(self, count: int, path: str = "/things") -> list[int]:
        """The API's statuses for successive requests."""
        return [self.status(path) for _ in range(count)]

    def from_address(self, *addresses: str) -> int:
        """The API's status when a proxy forwards a request from this address."""
        return self.status(headers={"X-Forwarded-For": ", ".join(addresses)})

    def update(self, *rules: Json, default: str = "Allow", **settings: Any) -> None:
        """Replace the web ACL's rules and settings."""
        waf = self.deployed.world.wafv2
        place = {"Name": self.name, "Scope": "REGIONAL", "Id": self.acl_id}
        token = waf.get_web_acl(**place)["LockToken"]
        content = {"DefaultAction": {default: {}}, "Rules": rules, "VisibilityConfig": SEEN}
        waf.update_web_acl(**place, LockToken=token, **content, **settings)


def things(world: World) -> Deployed:
    """An API that answers ok to a few methods at any path."""
    operations = {method: mocked("ok") for method in ("get", "post", "delete")}
    return world.deployed(openapi({"/{path+}": operations}))


def protect(deployed: Deployed, *rules: Json, **settings: Any) -> Protected:
    """Put a new web ACL in front of the stage."""
    waf, name = deployed.world.wafv2, f"acl-{uuid.uuid4().hex[:8]}"
    settings = {"DefaultAction": {"Allow": {}}, **settings}
    summary = waf.create_web_acl(
        Name=name, Scope="REGIONAL", Rules=rules, VisibilityConfig=SEEN, **settings
    )["Summary"]
    waf.associate_web_acl(
        WebACLArn=summary["ARN"], ResourceArn=stage_arn(deployed.id, deployed.stage)
    )
    return Protected(deployed, name, summary["Id"], summary["ARN"])


def stage_arn(api_id: str, stage: str = STAGE) -> str:
    """WAF's ARN of a stage."""
    return f"arn:aws:apigateway:{REGION}::/restapis/{api_id}/stages/{stage}"


def rule(statement: Json, action: Any = "Block", priority: int = 0, **more: Any) -> Json:
    """A rule; `action` is its name or its whole content."""
    return {
        "Name": f"rule{priority}",
        "Priority": priority,
        "Statement": statement,
        "Action": {action: {}} if isinstance(action, str) else action,
        "VisibilityConfig": SEEN,
        **more,
    }


def byte_match(field: Json, text: str, position: str = "EXACTLY", *transforms: str) -> Json:
    """A statement that the component has the text."""
    steps = [{"Priority": n, "Type": kind} for n, kind in enumerate(transforms)] or PLAIN
    return {
        "ByteMatchStatement": {
            "SearchString": text.encode(),
            "FieldToMatch": field,
            "TextTransformations": steps,
            "PositionalConstraint": position,
        }
    }


def path_is(path: str) -> Json:
    """A statement that the path is this one, the stage's name included."""
    return byte_match({"UriPath": {}}, path)


def header_has(name: str, text: str) -> Json:
    """A statement that a header has the text."""
    return byte_match({"SingleHeader": {"Name": name}}, text, "CONTAINS")


def size(field: Json, comparison: str, length: int) -> Json:
    """A statement about the component's size."""
    return {
        "SizeConstraintStatement": {
            "FieldToMatch": field,
            "ComparisonOperator": comparison,
            "Size": length,
            "TextTransformations": PLAIN,
        }
    }


def negated(statement: Json) -> Json:
    return {"NotStatement": {"Statement": statement}}


def both(*statements: Json) -> Json:
    return {"AndStatement": {"Statements": statements}}


def either(*statements: Json) -> Json:
    return {"OrStatement": {"Statements": statements}}


def labelled(key: str, scope: str = "LABEL") -> Json:
    """A statement that an earlier rule added this label, or one in this namespace."""
    return {"LabelMatchStatement": {"Scope": scope, "Key": key}}


def rate(limit: int, kind: str = "IP", **more: Any) -> Json:
    """A statement about more requests than this in a minute."""
    statement = {"Limit": limit, "AggregateKeyType": kind, "EvaluationWindowSec": 60, **more}
    return {"RateBasedStatement": statement}


ATTACK = {"SqliMatchStatement": {"FieldToMatch": {"QueryString": {}}, "TextTransformations": PLAIN}}
"""A statement that nothing here evaluates."""
MANAGED = {"ManagedRuleGroupStatement": {"VendorName": "AWS", "Name": "AWSManagedRulesCommonSet"}}
EVERYTHING = size({"UriPath": {}}, "GE", 0)
