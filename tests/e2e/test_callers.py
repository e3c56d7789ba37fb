"""The kinds of callers that a test can create get the answers in a service's callers.md."""

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.e2e.harness.consumers import forget_clients, new_client, scopes_of
from tests.e2e.harness.people import parameter, signed_in
from tests.e2e.harness.product import NAME, SERVICES, Product
from tests.e2e.harness.stack import Stack
from tests.e2e.harness.tokens import claims_of, forged, unsigned
from tools.review.access_matrix.page import table_in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NAME is None, reason="no service has a sample request"),
]

ELSEWHERE = "https://elsewhere.example"
SCOPES = (f"{NAME}/read", f"{NAME}/write")
ADMIN = f"{NAME}/admin"


@pytest.fixture(scope="module", autouse=True)
def _clean(stack: Stack) -> Iterator[None]:
    yield
    forget_clients(stack)


def signed_with_the_pools_public_key(stack: Stack) -> str:
    """HS256 with the published key as secret."""
    pool = parameter(stack, "platform")
    [key] = jwt.PyJWKSet.from_dict(httpx.get(pool["jwks_url"]).json()).keys
    pem = key.key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    claims = claims_of(stack.token("acme"))

    def part(value: Any) -> bytes:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    text = part({"alg": "HS256", "kid": key.key_id}) + b"." + part(claims)
    signature = base64.urlsafe_b64encode(hmac.new(pem, text, hashlib.sha256).digest())
    return (text + b"." + signature.rstrip(b"=")).decode()


def of_a_disabled_consumer(stack: Stack) -> str:
    client = new_client(stack, *SCOPES)
    client.give_key()
    client.register(enabled=False)
    return client.token()


def of_a_consumer_disabled_just_now(stack: Stack) -> str:
    """A token whose consumer was disabled while the gateway caches the authorizer's answer."""
    client = new_client(stack, *SCOPES)
    client.register(enabled=True)
    key, token = client.give_key(), client.token()
    product = Product(stack, str(NAME))
    headers = {"Authorization": f"Bearer {token}"}
    with stack.api() as api:
        before = product.read(api, headers=headers)
        # The gateway keeps an answer for each route.
        for verb, path in routes_of_a_thing(table_of(product), product):
            api.request(verb, addressed(path, f"{product.path}/unknown"), headers=headers)
    assert before.status_code == product.status_read
    client.disable(key)
    return token


def for_other_services(stack: Stack) -> str:
    others = [each for each in scopes_of(stack, "acme") if not each.startswith(f"{NAME}/")]
    if not others:
        pytest.skip("acme may call no other service")
    return stack.token("acme", " ".join(others))


def of_an_administrator(stack: Stack) -> str:
    for consumer in stack.outputs["consumers"]:
        if ADMIN in scopes_of(stack, consumer):
            return stack.token(consumer, ADMIN)
    pytest.skip("no consumer may administer the service")


CALLERS: dict[str, Callable[[Stack], str | None]] = {
    "none": lambda _: None,
    "garbage": lambda _: "nonsense",
    "expired": lambda stack: forged(stack, exp=int(time.time()) - 3600),
    "issuer": lambda stack: forged(stack, iss=ELSEWHERE),
    "client": lambda stack: new_client(stack, *SCOPES).token(),
    "id token": lambda stack: signed_in(stack, "customer")["IdToken"],
    "alg none": unsigned,
    "HS256": signed_with_the_pools_public_key,
    "forged key": forged,
    "disabled": of_a_disabled_consumer,
    "just disabled": of_a_consumer_disabled_just_now,
    "no group": lambda stack: signed_in(stack)["AccessToken"],
    "other service": for_other_services,
    "read only": lambda stack: stack.token("acme", SCOPES[0]),
    "write only": lambda stack: stack.token("acme", SCOPES[1]),
    "other tenant": lambda stack: stack.token("globex"),
    "customer": lambda stack: signed_in(stack, "customer")["AccessToken"],
    "staff": lambda stack: signed_in(stack, "staff")["AccessToken"],
    "other admin": of_an_administrator,
    "owner": lambda stack: stack.token("acme"),
}


def routes_of_a_thing(table: dict[str, dict[str, int]], product: Product) -> list[tuple[str, str]]:
    """(verb, path) of reading one thing, and of a change that needs no body."""
    contract = json.loads((SERVICES / product.name / "openapi.json").read_text(encoding="utf-8"))
    item = next(
        path
        for path in contract["paths"]
        if path.startswith(f"{product.path}/{{") and "/" not in path[len(product.path) + 1 :]
    )
    changes = [
        route
        for route in sorted(table)
        if route.startswith(f"POST {item}/")
        and "requestBody" not in contract["paths"][route.split()[1]]["post"]
    ]
    assert f"GET {item}" in table
    return [("GET", item), *(("POST", each.split()[1]) for each in changes[:1])]


def table_of(product: Product) -> dict[str, dict[str, int]]:
    """The committed answers of the service's routes."""
    return table_in((SERVICES / product.name / "callers.md").read_text(encoding="utf-8"))


def addressed(path: str, thing: str) -> str:
    """The path with this thing in place of its parameter."""
    return re.sub(r"^.*\}", lambda _: thing, path)


@pytest.mark.parametrize("kind", CALLERS)
def test_the_stack_answers_as_the_table_says(stack: Stack, product: Product, kind: str) -> None:
    table = table_of(product)
    token = CALLERS[kind](stack)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    routes, thing = routes_of_a_thing(table, product), product.created()
    with stack.api() as caller:
        assert caller.get("/health", headers=headers).status_code == 200
        answers = {
            f"{verb} {path}": caller.request(verb, addressed(path, thing), headers=headers)
            for verb, path in routes
        }

    answered = {route: answer.status_code for route, answer in answers.items()}
    assert answered == {route: table[route][kind] for route in answers}
