"""Mock integrations, which the gateway answers itself."""

import json

from embedded_aws.gateway.deployed.model import Integration
from embedded_aws.gateway.exchange import Answer, Exchange
from embedded_aws.gateway.integrations.requests import body_of, misconfigured
from embedded_aws.gateway.integrations.responses import Returned, answered
from embedded_aws.gateway.mapping import Overrides


async def mock(exchange: Exchange, integration: Integration) -> Answer:
    """The response that the request template selects by its status."""
    overrides = Overrides()
    mapped = body_of(exchange, integration, overrides)
    try:
        status = int(json.loads(mapped)["statusCode"])
    except (ValueError, KeyError, TypeError) as error:
        raise misconfigured(exchange, "the request template names no statusCode") from error
    facts = exchange.facts.integration
    facts.status = facts.service_status = status
    return answered(exchange, integration, Returned(str(status), (), b""), overrides)
