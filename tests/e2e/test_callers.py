"""The kinds of callers that a test can create get the answers in services/orders/callers.md."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.e2e.conftest import Stack
from tests.e2e.consumers import new_client
from tests.e2e.people import parameter, signed_in
from tests.e2e.test_the_main_job import forged, place, unsigned
from tools.review.access_matrix.page import table_in

pytestmark = pytest.mark.slow

DOCUMENT = Path(__file__).parents[2] / "services/orders/callers.md"
ELSEWHERE = "https://elsewhere.example"


TABLE = table_in(DOCUMENT.read_text(encoding="utf-8"))


def signed_with_the_pools_public_key(stack: Stack) -> str:
    """HS256 with the published key as secret."""
    pool = parameter(stack, "platform")
    [key] = jwt.PyJWKSet.from_dict(httpx.get(pool["jwks_url"]).json()).keys
    pem = key.key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    claims = jwt.decode(stack.token("acme"), options={"verify_signature": False})

    def part(value: Any) -> bytes:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    text = part({"alg": "HS256", "kid": key.key_id}) + b"." + part(claims)
    signature = base64.urlsafe_b64encode(hmac.new(pem, text, hashlib.sha256).digest())
    return (text + b"." + signature.rstrip(b"=")).decode()


def of_a_disabled_consumer(stack: Stack) -> str:
    client = new_client(stack)
    client.give_key()
    client.register(enabled=False)
    return client.token()


def of_a_consumer_disabled_just_now(stack: Stack) -> str:
    """A token whose consumer was disabled while the gateway caches the authorizer's answer."""
    client = new_client(stack)
    client.register(enabled=True)
    key, token = client.give_key(), client.token()
    with stack.api() as api:
        before = api.get("/orders", headers={"Authorization": f"Bearer {token}"})
    assert before.status_code == 200
    client.disable(key)
    return token


CALLERS: dict[str, Callable[[Stack], str | None]] = {
    "none": lambda _: None,
    "garbage": lambda _: "nonsense",
    "expired": lambda stack: forged(stack, exp=int(time.time()) - 3600),
    "issuer": lambda stack: forged(stack, iss=ELSEWHERE),
    "client": lambda stack: new_client(stack).token(),
    "id token": lambda stack: signed_in(stack, "customer")["IdToken"],
    "alg none": unsigned,
    "HS256": signed_with_the_pools_public_key,
    "forged key": forged,
    "disabled": of_a_disabled_consumer,
    "just disabled": of_a_consumer_disabled_just_now,
    "no group": lambda stack: signed_in(stack)["AccessToken"],
    "other service": lambda stack: stack.token("acme", "catalog/read customers/write"),
    "read only": lambda stack: stack.token("acme", "orders/read"),
    "write only": lambda stack: stack.token("acme", "orders/write"),
    "other tenant": lambda stack: stack.token("globex"),
    "customer": lambda stack: signed_in(stack, "customer")["AccessToken"],
    "staff": lambda stack: signed_in(stack, "staff")["AccessToken"],
    "other admin": lambda stack: stack.token("backoffice", "orders/admin"),
    "owner": lambda stack: stack.token("acme"),
}


@pytest.mark.parametrize("kind", CALLERS)
def test_the_stack_answers_as_the_table_says(stack: Stack, kind: str) -> None:
    token = CALLERS[kind](stack)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with stack.api("acme") as owner, stack.api() as caller:
        assert caller.get("/health", headers=headers).status_code == 200
        path = f"/orders/{place(owner).json()['id']}"
        answers = {
            "GET /orders/{orderId}": caller.get(path, headers=headers),
            "POST /orders/{orderId}/cancel": caller.post(f"{path}/cancel", headers=headers),
        }

    answered = {route: answer.status_code for route, answer in answers.items()}
    assert answered == {route: TABLE[route][kind] for route in answers}
