"""Who has to prove who they are: at methods, routes, URLs, in user pools and app clients."""

from collections.abc import Iterator

from tools.review.plan.facts.model import Change, Danger, Kind, Plan, Values, Weight
from tools.review.plan.facts.settings import leaves, matches, text, weakened
from tools.review.plan.facts.weaker import number
from tools.review.plan.rules.tables import guards, loss

ANYBODY = "Nobody is asked any more who they are"
SIGN_IN = "Signing in asks for less"
STOLEN = "A stolen token works longer"
POOL, CLIENT = ("aws_cognito_user_pool",), ("aws_cognito_user_pool_client",)
AUTHORIZERS = ("aws_api_gateway_authorizer", "aws_apigatewayv2_authorizer")
PROVIDERS = ("aws_cognito_identity_provider", "aws_iam_saml_provider")
ROUTES = ("aws_api_gateway_method", "aws_apigatewayv2_route", "aws_lambda_function_url")
WEAK_FLOWS = {
    "USER_PASSWORD_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH", "CUSTOM_AUTH_FLOW_ONLY",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH", "implicit",
}  # fmt: skip
VALIDITIES = ("access_token_validity", "id_token_validity", "refresh_token_validity")
UNIT_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
TTL_DEFAULT = 300
ADVICE = "Keep the check, or say who may call without it and what stops the others"


def dangers(plan: Plan) -> Iterator[Danger]:
    """Each check of callers that is weaker or gone."""
    for change in plan.altered():
        for guard, leaf in weakened(change, guards("authorization")):
            yield _danger(
                change, f"{guard.reason}: {leaf.path}: {text(leaf.old)} → {text(leaf.new)}"
            )
        yield from _lifetimes(change)
        yield from _ttl(change)
    for change in plan.coming():
        yield from _route(change)
        yield from _flows(change)
        yield from _addresses(change)
    for change in plan.new():
        yield from _new(change)
    for change in plan.gone():
        if reason := loss("authorization", change):
            yield _danger(change, f"It is taken away. {reason}")


def _new(change: Change) -> Iterator[Danger]:
    if change.type in PROVIDERS:
        yield _danger(change, "Somebody else says who people are")
    if (change.after or {}).get("allow_unauthenticated_identities"):
        yield _danger(change, "Everybody gets AWS credentials")


def _danger(change: Change, reason: str) -> Danger:
    return Danger(Kind.AUTHORIZATION, change.address, reason, ADVICE, Weight.STOP)


def _route(change: Change) -> Iterator[Danger]:
    """Methods, routes and URLs without authorization, or with less of it."""
    if not matches(change, *ROUTES):
        return
    before, after = change.sides()
    old, new = _authorization(before), _authorization(after)
    is_preflight = after.get("http_method") == "OPTIONS" or str(after.get("route_key")).startswith(
        "OPTIONS "
    )
    if new == "NONE" and old != "NONE" and not is_preflight:
        asks_key = after.get("api_key_required") is True and not before
        if not asks_key:
            yield _danger(change, f"{ANYBODY}: {old or 'new'} → NONE")
    elif old and new != old:
        yield _danger(change, f"Callers prove who they are in another way: {old} → {new}")
    scopes_before = set(before.get("authorization_scopes") or [])
    scopes_after = set(after.get("authorization_scopes") or [])
    if scopes_before and not scopes_after and new != "NONE":
        yield _danger(change, f"No scope is asked for any more: {text(sorted(scopes_before))}")
    elif scopes_before and scopes_after - scopes_before:
        # Any one of the scopes is enough.
        yield _danger(
            change,
            f"Other scopes let callers in, too: {text(sorted(scopes_after - scopes_before))}",
        )


def _authorization(values: Values) -> str:
    value = values.get("authorization") or values.get("authorization_type")
    return str(value or ("NONE" if values else ""))


def _flows(change: Change) -> Iterator[Danger]:
    if change.type not in CLIENT:
        return
    before, after = change.sides()
    for name in ("explicit_auth_flows", "allowed_oauth_flows"):
        for flow in sorted(set(after.get(name) or []) - set(before.get(name) or [])):
            if flow in WEAK_FLOWS:
                yield _danger(change, f"{SIGN_IN}: {name} has {flow}")


def _addresses(change: Change) -> Iterator[Danger]:
    """Addresses to which tokens are sent."""
    if change.type not in CLIENT:
        return
    before, after = change.sides()
    for name in ("callback_urls", "logout_urls"):
        for url in sorted(set(after.get(name) or []) - set(before.get(name) or [])):
            is_plain = str(url).startswith("http://") and "localhost" not in str(url)
            if is_plain or "*" in str(url):
                yield _danger(change, f"Tokens are sent where others can read them: {name}: {url}")
            elif change.before is not None and name == "callback_urls":
                yield _danger(change, f"Tokens are sent to one more address: {url}")


def _lifetimes(change: Change) -> Iterator[Danger]:
    """Tokens that live longer, whatever unit says so."""
    if change.type not in CLIENT:
        return
    before, after = change.sides()
    for name in VALIDITIES:
        old, new = _seconds(before, name), _seconds(after, name)
        if old is not None and new is not None and new > old:
            yield _danger(change, f"{STOLEN}: {name}: {text(old)} → {text(new)} seconds")


def _seconds(values: Values, name: str) -> float | None:
    amount = number(values.get(name))
    units = (values.get("token_validity_units") or [{}])[0]
    kind = name.removesuffix("_validity")
    default = "days" if kind == "refresh_token" else "hours"
    return None if not amount else amount * UNIT_SECONDS[units.get(kind) or default]


def _ttl(change: Change) -> Iterator[Danger]:
    """Answers of an authorizer that are kept longer."""
    if change.type not in AUTHORIZERS:
        return
    for leaf in leaves(change, "authorizer_result_ttl_in_seconds"):
        old, new = (
            number(each) if each is not None else TTL_DEFAULT for each in (leaf.old, leaf.new)
        )
        if not leaf.unknown and (new or 0) > (old or 0):
            yield _danger(
                change,
                f"A token that was withdrawn works longer: {text(old)} → {text(new)} seconds",
            )
