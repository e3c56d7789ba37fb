"""A web ACL's log lines (AWS WAF developer guide, "Log fields for web ACL traffic").

The request id is API Gateway's extended one, as in the guide's examples.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from embedded_aws.waf.request import Request
from embedded_aws.waf.web_acl import Decision

REDACTED = "REDACTED"
DEFAULT_RULE = "Default_Action"


@dataclass(frozen=True)
class Destination:
    """The log group or Firehose stream of a web ACL, and what is not written there."""

    web_acl_arn: str
    group: str
    """Empty where lines go to a Firehose stream."""
    stream: str
    """Of the group, or Firehose's."""
    region: str
    redacted_headers: frozenset[str]
    redacted_parts: frozenset[str]
    """`uri`, `args` and `httpMethod`."""


@dataclass(frozen=True)
class Origin:
    """Facts about the request that the web ACL does not look at."""

    source: str
    """Account, API and stage."""
    request_id: str
    protocol: str
    country: str


def destination_of(stored: Mapping[str, Any], region: str) -> Destination | None:
    """The destination in a logging configuration; None where lines go to neither kind."""
    arn = stored["ResourceArn"]
    group, stream = _place(stored["LogDestinationConfigs"], f"{region}_{arn.split('/')[-2]}_0")
    if not stream:
        return None
    redacted = stored.get("RedactedFields") or []
    headers = (each["SingleHeader"]["Name"] for each in redacted if each.get("SingleHeader"))
    parts = (part for each in redacted for field, part in _PARTS.items() if field in each)
    names = frozenset(each.lower() for each in headers)
    return Destination(arn, group, stream, region, names, frozenset(parts))


def _place(arns: Iterable[str], name: str) -> tuple[str, str]:
    """Log group and stream of a group by this name, or no group and Firehose's stream."""
    for arn in arns:
        if ":log-group:" in arn:
            return arn.split(":log-group:", 1)[1].removesuffix(":*"), name
        if ":deliverystream/" in arn:
            return "", arn.rsplit("/", 1)[-1]
    return "", ""


_PARTS = {"UriPath": "uri", "QueryString": "args", "Method": "httpMethod"}


def line(request: Request, decision: Decision, origin: Origin, destination: Destination) -> str:
    """The line about one request."""
    action = "ALLOW" if decision.allowed else "BLOCK"
    content = {
        "timestamp": int(request.at * 1000),
        "formatVersion": 1,
        "webaclId": destination.web_acl_arn,
        "terminatingRuleId": decision.rule or DEFAULT_RULE,
        "terminatingRuleType": decision.rule_type,
        "action": action,
        "terminatingRuleMatchDetails": [],
        "httpSourceName": "APIGW",
        "httpSourceId": origin.source,
        "ruleGroupList": [],
        "rateBasedRuleList": [],
        "nonTerminatingMatchingRules": [
            {"ruleId": name, "action": "COUNT", "ruleMatchDetails": []} for name in decision.counted
        ],
        "requestHeadersInserted": [
            {"name": name, "value": value} for name, value in decision.inserted.items()
        ]
        or None,
        "responseCodeSent": decision.response.status if decision.response else None,
        "httpRequest": _request(request, origin, destination),
        "labels": [{"name": each} for each in sorted(request.labels)],
    }
    return json.dumps(content, separators=(",", ":"))


def _request(request: Request, origin: Origin, destination: Destination) -> dict[str, Any]:
    parts = {"uri": request.uri_path, "args": request.query, "httpMethod": request.method}
    hidden = destination.redacted_headers
    return {
        "clientIp": request.source_ip,
        "country": origin.country,
        "headers": [
            {"name": name, "value": REDACTED if name.lower() in hidden else value}
            for name, value in request.headers
        ],
        **{k: REDACTED if k in destination.redacted_parts else v for k, v in parts.items()},
        "httpVersion": origin.protocol,
        "requestId": origin.request_id,
        "fragment": "",
        "scheme": "https",
        "host": request.header("Host") or "",
    }
