"""The phases of authorization, for the access log.

API Gateway developer guide, "Variables for access logging": `authenticate` is the signature,
`authorizer` a Lambda function or a user pool, `authorize` the evaluation of policies.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from embedded_aws.gateway.answers.refusals import status_of
from embedded_aws.gateway.exchange import Exchange, Refusal
from embedded_aws.gateway.facts import Phase

type Name = Literal["authenticate", "authorizer", "authorize"]


@contextmanager
def phase(exchange: Exchange, name: Name) -> Iterator[None]:
    """Record a phase's duration, outcome and error."""
    began = time.perf_counter()
    facts: Phase = getattr(exchange.facts, name)
    status = 200
    try:
        yield
    except Refusal as refusal:
        status = status_of(refusal)
        facts.error = refusal.message
        raise
    finally:
        facts.status = status
        facts.latency_ms = int((time.perf_counter() - began) * 1000)
