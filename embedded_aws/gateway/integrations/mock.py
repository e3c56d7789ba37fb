"""Mock integrations, which the gateway answers itself."""

import json
import re

from embedded_aws.gateway.deployed.model import Integration
from embedded_aws.gateway.exchange import Answer, Exchange
from embedded_aws.gateway.integrations.requests import body_of, misconfigured
from embedded_aws.gateway.integrations.responses import Returned, answered
from embedded_aws.gateway.mapping import Overrides

_LOOSE = re.compile(r"[{,\s'\"]statusCode['\"]?\s*:\s*['\"]?(\d{3})\b")


async def mock(exchange: Exchange, integration: Integration) -> Answer:
    """The response that the request template selects by its status."""
    overrides = Overrides()
    mapped = body_of(exchange, integration, overrides)
    status = _status(mapped)
    if status is None:
        why = "Unable to transform request (the request template's output names no statusCode)"
        raise misconfigured(exchange, why)
    facts = exchange.facts.integration
    facts.status = facts.service_status = status
    return answered(exchange, integration, Returned(str(status), (), b""), overrides)


def _status(mapped: bytes) -> int | None:
    """The statusCode, also of an object that is not quite JSON: `{statusCode: 200}`."""
    try:
        return int(json.loads(mapped)["statusCode"])
    except (ValueError, KeyError, TypeError):
        loose = _LOOSE.search(mapped.decode("utf-8", "replace"))
        return int(loose[1]) if loose else None
