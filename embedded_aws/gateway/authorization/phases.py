"""The phases of authorization as the access log tells them.

API Gateway developer guide, "Variables for access logging": `authenticate` is the signature,
`authorizer` a Lambda function or a user pool, `authorize` the evaluation of policies.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from embedded_aws.gateway.answers.refusals import status_of
from embedded_aws.gateway.exchange import Exchange, Refusal


@contextmanager
def phase(exchange: Exchange, name: str) -> Iterator[None]:
    """Note how long a phase took, how it ended and what it said."""
    began = time.perf_counter()
    status = 200
    try:
        yield
    except Refusal as refusal:
        status = status_of(refusal)
        exchange.facts[f"{name}.error"] = refusal.message
        raise
    finally:
        exchange.facts[f"{name}.status"] = status
        exchange.facts[f"{name}.latency"] = int((time.perf_counter() - began) * 1000)
