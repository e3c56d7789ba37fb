"""Keys of consumers that sign their tokens, and tokens signed with them (docs/adr/0024)."""

import hashlib
import os
import time
from pathlib import Path
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from shared.product import NAME
from tools.command import CommandError
from tools.deploy.where.environment import Environment

LIFE_SECONDS = 900
KIND = "signer"


def new_key(path: Path) -> str:
    """Write a private key that only its owner reads; returns the entry with its public half."""
    key = ec.generate_private_key(ec.SECP256R1())
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise CommandError(
            f"{path} is there, and a key is never overwritten; name another"
        ) from error
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}") from error
    with os.fdopen(file, "wb") as opened:
        opened.write(text)
    x, y = _point(key)
    name = time.strftime("%Y-%m-%d", time.gmtime())
    return f'kind = "{KIND}", keys = {{ "{name}" = {{ x = "{x}", y = "{y}" }} }}'


def signed(environment: Environment, consumer: str, path: Path, scope: str | None = None) -> str:
    """A token of the consumer, good for a quarter of an hour."""
    key, client_id = _read(path), client_id_of(environment.name, consumer)
    x, y = _point(key)
    known = environment.values["consumers"].get(consumer, {}).get("keys", {})
    names = [name for name, each in known.items() if (each["x"], each["y"]) == (x, y)]
    if not names:
        raise CommandError(
            f"{environment.name} does not know this key as {consumer}'s; put its public half into "
            f"{environment.values_file} and deploy (`make consumer-key` prints it)"
        )
    now = int(time.time())
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": f"{NAME}-{environment.name}",
        "iat": now,
        "exp": now + LIFE_SECONDS,
        "jti": str(uuid4()),
    }
    claims |= {"scope": scope} if scope else {}
    return jwt.encode(claims, key, algorithm="ES256", headers={"kid": names[0]})


def client_id_of(environment: str, consumer: str) -> str:
    """The consumer's id, as modules/consumers derives it."""
    return f"signer{hashlib.sha256(f'{environment}/{consumer}'.encode()).hexdigest()[:26]}"


def _point(key: ec.EllipticCurvePrivateKey) -> tuple[str, str]:
    jwk = jwt.get_algorithm_by_name("ES256").to_jwk(key.public_key(), as_dict=True)
    return jwk["x"], jwk["y"]


def _read(path: Path) -> ec.EllipticCurvePrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, TypeError) as error:
        raise CommandError(f"{path} is no private key in PEM without a password") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise CommandError(f"{path} is no key of P-256; `make consumer-key` makes one")
    return key
