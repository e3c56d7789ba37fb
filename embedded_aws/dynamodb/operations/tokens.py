"""Client request tokens: a transaction that comes again within ten minutes is not made again."""

import hashlib
import json
import time
from typing import Any

from embedded_aws.dynamodb.errors import TokenReusedError

VALID_SECONDS = 600
PLACE = "transaction_tokens"
"""The attribute of moto's backend, which is in the snapshot."""

type Body = dict[str, Any]


def answered(backend: Any, request: Body) -> Body | None:
    """The answer of this token's transaction; TokenReusedError when that was another one."""
    token = request.get("ClientRequestToken")
    remembered = _remembered(backend).get(token) if token else None
    if remembered is None:
        return None
    digest, _, answer = remembered
    if digest != _digest(request):
        raise TokenReusedError
    return answer


def remember(backend: Any, request: Body, answer: Body) -> None:
    """Remember that this transaction was made."""
    token = request.get("ClientRequestToken")
    if token:
        _remembered(backend)[token] = (_digest(request), time.time(), answer)


def _remembered(backend: Any) -> dict[str, tuple[str, float, Body]]:
    """The tokens that are valid still, oldest first."""
    tokens: dict[str, tuple[str, float, Body]] = vars(backend).setdefault(PLACE, {})
    expired = time.time() - VALID_SECONDS
    while tokens and next(iter(tokens.values()))[1] < expired:
        del tokens[next(iter(tokens))]
    return tokens


def _digest(request: Body) -> str:
    parts = json.dumps(
        request.get("TransactItems") or request.get("TransactStatements"), sort_keys=True
    )
    return hashlib.sha256(parts.encode()).hexdigest()
