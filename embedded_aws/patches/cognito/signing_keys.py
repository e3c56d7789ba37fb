"""Keys that sign tokens: each embedded AWS has its own, where moto gives all pools a published one.

Cognito developer guide, "Verifying JSON web tokens": a pool's keys are at `/.well-known/jwks.json`.
"""

import json
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from joserfc import jwk, jwt
from moto.cognitoidp import models
from moto.cognitoidp.models import CognitoIdpUserPool
from moto.cognitoidp.responses import CognitoIdpJsonWebKeyResponse

BITS = 2048
_MODE = 0o600


def install(file: Path) -> None:
    """Sign with the key in the file, which is made if it is not there; pools of before too."""
    key = _key(file)
    public = {**key.as_dict(private=False), "alg": "RS256", "use": "sig"}
    CognitoIdpJsonWebKeyResponse.json_web_key = json.dumps({"keys": [public]}).encode()
    CognitoIdpUserPool.json_web_key = property(lambda _: key, lambda _, __: None)

    def encode(header: dict[str, Any], claims: dict[str, Any], with_key: Any) -> str:
        return jwt.encode({**header, "kid": key.kid}, claims, with_key)

    models.jwt = SimpleNamespace(**{**vars(jwt), "encode": encode})


def _key(file: Path) -> Any:
    if not file.exists():
        key = jwk.RSAKey.generate_key(BITS, private=True, auto_kid=True)
        with open(file, "x", opener=lambda path, flags: os.open(path, flags, _MODE)) as new:
            json.dump(key.as_dict(private=True), new)
    return jwk.RSAKey.import_key(json.loads(file.read_text(encoding="utf-8")))
