"""Routes of an OpenAPI body that ask for less than before, or for nothing."""

from collections.abc import Iterator, Mapping
from typing import Any

from tools.review.plan.facts import openapi
from tools.review.plan.facts.model import Change, Danger, Kind, Plan, Weight
from tools.review.plan.facts.openapi import AUTHORIZER, Operation
from tools.review.plan.facts.settings import text
from tools.review.plan.facts.weaker import number

ADVICE = (
    "Name the authorizer and the scopes in the route's `security`, or say why everybody may call it"
)
APIS = ("aws_api_gateway_rest_api", "aws_apigatewayv2_api")


def dangers(plan: Plan) -> Iterator[Danger]:
    """Each weaker route, authorizer and validator of the bodies that change."""
    for change in plan.coming(*APIS):
        before, after = change.sides()
        new = openapi.parsed(after.get("body"))
        if new is None:
            continue
        old = openapi.parsed(before.get("body")) or {"paths": {}}
        for reason in (*_operations(old, new), *_schemes(old, new), *_settings(old, new)):
            yield _danger(change, reason)
        for reason in _responses(old, new):
            yield Danger(
                Kind.ACCESS, change.address, reason, "Name the origins one by one", Weight.STOP
            )


def _danger(change: Change, reason: str) -> Danger:
    return Danger(Kind.AUTHORIZATION, change.address, reason, ADVICE, Weight.STOP)


def _operations(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    before = openapi.operations(old)
    for name, operation in openapi.operations(new).items():
        was = before.get(name)
        if was is None:
            if operation.is_open and not (operation.is_mock or operation.is_preflight):
                yield f"The new route {name} asks nobody who they are"
            continue
        yield from _weaker(name, was, operation)
        unchecked = openapi.checked(old, was.validator) - openapi.checked(new, operation.validator)
        if unchecked and (was.validator != operation.validator):
            yield f"The route {name} no longer checks what is sent: {', '.join(sorted(unchecked))}"


def _weaker(name: str, was: Operation, now: Operation) -> Iterator[str]:
    if now.is_open and not was.is_open:
        yield f"The route {name} asks nobody any more who they are"
        return
    if now.is_open:
        if was.is_mock and not (now.is_mock or now.is_preflight):
            yield f"The open route {name} was a fixed answer, and now runs something"
        return
    for alternative in now.security:
        if not any(_asks_as_much(alternative, each) for each in was.security or ({},)):
            less = _less(alternative, was)
            yield f"The route {name} asks for less: {less}"
            break
    if was.asks_iam and not now.asks_iam:
        yield f"The route {name} no longer asks for a signature of AWS (IAM)"


def _asks_as_much(now: Mapping[str, Any], was: Mapping[str, Any]) -> bool:
    """Whether an alternative has every scheme of one before, each with all its scopes."""
    return all(
        name in now
        and (set(scopes or []) <= set(now[name] or []) or _fewer_of_any(now[name], scopes))
        for name, scopes in was.items()
    )


def _fewer_of_any(now: Any, was: Any) -> bool:
    """Any one of the scopes lets a caller in: fewer of them are stricter, none at all is not."""
    return bool(now) and set(now) <= set(was or [])


def _less(now: Mapping[str, Any], was: Operation) -> str:
    before = {name for each in was.security for name in each}
    gone = sorted(before - set(now))
    if gone:
        return f"without {', '.join(gone)}"
    scopes = sorted(
        {scope for each in was.security for names in each.values() for scope in names or []}
    )
    return f"other scopes than {', '.join(scopes)}" if scopes else "another scheme"


def _schemes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    after = openapi.schemes(new)
    for name, was in openapi.schemes(old).items():
        now = after.get(name)
        if not isinstance(now, Mapping) or not isinstance(was, Mapping):
            continue
        one, other = was.get(AUTHORIZER) or {}, now.get(AUTHORIZER) or {}
        if one and not other:
            yield f"The scheme {name} has no authorizer any more"
            continue
        ttl_before, ttl_after = (
            number(each.get("authorizerResultTtlInSeconds")) for each in (one, other)
        )
        if one and (ttl_after if ttl_after is not None else 300) > (
            ttl_before if ttl_before is not None else 300
        ):
            yield (
                f"The authorizer's answer holds longer (scheme {name}): {text(ttl_before)} → "
                f"{text(ttl_after)} seconds: a token that was withdrawn works until then"
            )
        for part in ("authorizerUri", "providerARNs", "identitySource", "type", "jwtConfiguration"):
            if one.get(part) and one.get(part) != other.get(part):
                yield f"Another authorizer or part of the request decides (scheme {name}): {part}"
        if one.get("identityValidationExpression") and not other.get(
            "identityValidationExpression"
        ):
            yield f"The scheme {name} no longer looks at a token's form before it asks"


def _settings(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    after = openapi.validators(new)
    for name, was in openapi.validators(old).items():
        for part, is_on in was.items():
            if is_on and not (after.get(name) or {}).get(part):
                yield f"The validator {name} no longer checks what is sent: {part}"
    source = "x-amazon-apigateway-api-key-source"
    if old.get(source) == "AUTHORIZER" and new.get(source) != "AUTHORIZER":
        yield "A caller may choose whose limits count: a header says it, no authorizer"
    if old.get("x-amazon-apigateway-policy") and not new.get("x-amazon-apigateway-policy"):
        yield "The API has no resource policy any more"


def _responses(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """Answers that let pages of every origin read them."""
    before, after = (
        {name for name, each in openapi.responses(side).items() if _any_origin(each)}
        for side in (old, new)
    )
    if after - before:
        listed = ", ".join(sorted(after - before))
        yield f"Pages of every origin may read these answers (CORS): {listed}"


def _any_origin(response: Mapping[str, Any]) -> bool:
    parameters = response.get("responseParameters") or {}
    names = {name.lower().rpartition(".")[2]: value for name, value in parameters.items()}
    return "*" in str(names.get("access-control-allow-origin", ""))
