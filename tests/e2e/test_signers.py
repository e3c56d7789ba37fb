"""A consumer that signs its tokens, and what is left of it when its key or the consumer is gone."""

import json
import time
from collections.abc import Iterator
from http import HTTPStatus
from uuid import uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from shared.product import NAME
from tests.e2e.harness.consumers import Client, forget_clients
from tests.e2e.harness.logs import eventually
from tests.e2e.harness.product import Product
from tests.e2e.harness.stack import Stack
from tools.deploy.operations.signing import client_id_of

KEPT_SECONDS = 60
"""How long the authorizer keeps the keys of signers (docs/adr/0024)."""
LATE_SECONDS = 15


class Signer:
    """A consumer in the parameters that the gateway's Terraform writes for a signer."""

    def __init__(self, stack: Stack, scope: str) -> None:
        self._stack, self._scope = stack, scope
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.id = client_id_of("local", f"e2e-{uuid4()}")
        self._parameter = f"/local/signers/{self.id.removeprefix('signer')[0]}"
        self._consumer = Client(stack, self.id, "", "signer")

    def register(self) -> str:
        """Grant the scope to the public key; returns the id of the API key."""
        point = jwt.get_algorithm_by_name("ES256").to_jwk(self._key.public_key(), as_dict=True)
        self._write({"now": {"x": point["x"], "y": point["y"]}})
        self._consumer.register(enabled=True)
        return self._consumer.give_key()

    def take_the_key_out(self) -> None:
        self._write({})

    def disable(self, api_key: str) -> None:
        self._consumer.disable(api_key)

    def token(self) -> str:
        now = int(time.time())
        claims = {
            "iss": self.id,
            "sub": self.id,
            "aud": f"{NAME}-local",
            "iat": now,
            "exp": now + 900,
            "jti": str(uuid4()),
        }
        return jwt.encode(claims, self._key, algorithm="ES256", headers={"kid": "now"})

    def _write(self, keys: dict[str, dict[str, str]]) -> None:
        value = {self.id: {"keys": keys, "scopes": [self._scope]}}
        self._stack.aws("ssm").put_parameter(
            Name=self._parameter, Value=json.dumps(value), Type="String", Overwrite=True
        )

    def forget(self) -> None:
        self._stack.aws("ssm").delete_parameter(Name=self._parameter)


@pytest.fixture
def signer(stack: Stack, product: Product) -> Iterator[Signer]:
    signer = Signer(stack, f"{product.name}/read")
    yield signer
    signer.forget()
    forget_clients(stack, signer.id)


def asked(stack: Stack, product: Product, token: str) -> int:
    """The status of a request with the token."""
    with stack.api() as api:
        return product.read(api, headers={"Authorization": f"Bearer {token}"}).status_code


def is_answered(stack: Stack, product: Product, signer: Signer, status: int) -> bool:
    """Whether a new token, of which the gateway has no answer yet, gets the status in time."""
    return eventually(
        lambda: asked(stack, product, signer.token()) == status, KEPT_SECONDS + LATE_SECONDS
    )


def test_a_key_that_is_taken_out_is_refused_within_a_minute(
    stack: Stack, product: Product, signer: Signer
) -> None:
    signer.register()
    assert is_answered(stack, product, signer, product.status_read)

    signer.take_the_key_out()

    assert is_answered(stack, product, signer, HTTPStatus.UNAUTHORIZED)


def test_a_disabled_signer_is_refused_at_once_though_its_answer_is_kept(
    stack: Stack, product: Product, signer: Signer
) -> None:
    api_key, token = signer.register(), signer.token()
    assert is_answered(stack, product, signer, product.status_read)
    before = asked(stack, product, token)

    signer.disable(api_key)

    assert (before, asked(stack, product, token)) == (product.status_read, HTTPStatus.FORBIDDEN)
