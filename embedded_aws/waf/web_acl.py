"""A web ACL: rules in order of priority, until one of them terminates the evaluation.

AWS WAF developer guide, "Setting rule priority", "Rule actions", "Customized web requests and
responses" and "Web request labeling".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from embedded_aws.waf.compiler import Compiler
from embedded_aws.waf.request import Content, Request, Statement
from embedded_aws.waf.statements import compile_statement

ENDING = {"Allow", "Block"}
DEFAULT_BODY_KB = 16
INSERTED = "x-amzn-waf-"
FORBIDDEN = 403
_CONTENT_TYPES = {
    "TEXT_PLAIN": "text/plain",
    "TEXT_HTML": "text/html",
    "APPLICATION_JSON": "application/json",
}


@dataclass(frozen=True)
class CustomResponse:
    """The response of a block action, in place of the gateway response."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str


@dataclass(frozen=True)
class Action:
    """The action of a rule on a matching request."""

    kind: str
    response: CustomResponse | None = None
    inserted: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Rule:
    """A statement and its action."""

    name: str
    statement: Statement
    action: Action
    labels: tuple[str, ...]
    type: str = "REGULAR"


@dataclass(frozen=True)
class Decision:
    """The result for a request, with the headers to insert."""

    allowed: bool
    response: CustomResponse | None
    inserted: Mapping[str, str] = field(default_factory=dict)
    rule: str | None = None
    """The rule that ended the evaluation; None when the default action did."""
    rule_type: str = "REGULAR"
    counted: tuple[str, ...] = ()
    """Rules that matched and only counted."""


@dataclass(frozen=True)
class WebAcl:
    """A compiled web ACL; `gaps` are sentences about the parts that are not enforced."""

    arn: str
    rules: tuple[Rule, ...]
    default: Action
    body_bytes: int
    reads_body: bool
    gaps: tuple[str, ...]

    def decide(self, request: Request) -> Decision:
        """Allow or block; adds the rules' labels to the request."""
        inserted: dict[str, str] = {}
        counted: list[str] = []
        action, ending = self.default, None
        for rule in self.rules:
            if not rule.statement(request):
                continue
            request.labels.update(rule.labels)
            inserted.update(rule.action.inserted)
            if rule.action.kind in ENDING:
                action, ending = rule.action, rule
                break
            counted.append(rule.name)
        else:
            inserted.update(self.default.inserted)
        name, kind = (ending.name, ending.type) if ending else (None, "REGULAR")
        allowed = action.kind == "Allow"
        return Decision(allowed, action.response, inserted, name, kind, tuple(counted))


def compile_web_acl(content: Content, compiler: Compiler) -> WebAcl:
    """The compiled web ACL, from GetWebACL's form."""
    bodies = content.get("CustomResponseBodies") or {}
    rules = sorted(content.get("Rules") or [], key=lambda rule: rule["Priority"])
    return WebAcl(
        arn=content["ARN"],
        rules=tuple(_rule(each, compiler, bodies) for each in rules),
        default=_action(content["DefaultAction"], bodies),
        body_bytes=_body_kilobytes(content) * 1024,
        reads_body=compiler.reads_body,
        gaps=tuple(compiler.gaps),
    )


def _rule(rule: Content, compiler: Compiler, bodies: Content) -> Rule:
    compiler.rule = rule["Name"]
    action = _action(rule.get("Action") or {"Count": {}}, bodies)
    if action.kind not in ENDING | {"Count"}:
        compiler.gap(f"the action {action.kind} is not enforced; it counts")
    return Rule(
        name=rule["Name"],
        statement=compile_statement(rule["Statement"], compiler),
        action=action,
        labels=tuple(compiler.label_prefix + each["Name"] for each in rule.get("RuleLabels") or []),
        type="RATE_BASED" if rule["Statement"].get("RateBasedStatement") else "REGULAR",
    )


def _action(given: Content, bodies: Content) -> Action:
    ((kind, settings),) = ((k, v) for k, v in given.items() if v is not None)
    custom = settings.get("CustomResponse")
    handling = settings.get("CustomRequestHandling") or {}
    return Action(
        kind=kind,
        response=_response(custom, bodies) if custom else None,
        inserted=tuple(
            (INSERTED + name, value) for name, value in _headers(handling.get("InsertHeaders"))
        ),
    )


def _response(custom: Content, bodies: Content) -> CustomResponse:
    key = custom.get("CustomResponseBodyKey")
    body = bodies[key] if key else {}
    kind = [("Content-Type", _CONTENT_TYPES[body["ContentType"]])] if body else []
    return CustomResponse(
        status=int(custom["ResponseCode"]),
        headers=(*kind, *_headers(custom.get("ResponseHeaders"))),
        body=body.get("Content", ""),
    )


def _headers(given: Sequence[Content] | None) -> list[tuple[str, str]]:
    return [(each["Name"], each["Value"]) for each in given or []]


def _body_kilobytes(content: Content) -> int:
    """Inspected KB of a body (API reference, RequestBodyAssociatedResourceTypeConfig)."""
    config: dict[str, Any] = (content.get("AssociationConfig") or {}).get("RequestBody") or {}
    limit = (config.get("API_GATEWAY") or {}).get("DefaultSizeInspectionLimit")
    return int(limit.removeprefix("KB_")) if limit else DEFAULT_BODY_KB
