"""Mock integrations, which the gateway answers itself."""

import json
from collections.abc import Iterator

from embedded_aws.gateway.deployed.model import Integration
from embedded_aws.gateway.exchange import Answer, Exchange
from embedded_aws.gateway.integrations.requests import body_of, misconfigured
from embedded_aws.gateway.integrations.responses import Returned, answered
from embedded_aws.gateway.mapping import Overrides

UNPARSED = (
    "Unable to parse statusCode. It should be an integer that is defined in the request template."
)
CLOSING = {"{": "}", "[": "]", "'": "'", '"': '"'}
QUOTES = "'\""


async def mock(exchange: Exchange, integration: Integration) -> Answer:
    """The response that the request template selects by its status."""
    overrides = Overrides()
    status = _status(body_of(exchange, integration, overrides).decode("utf-8", "replace"))
    if status is None:
        raise misconfigured(exchange, UNPARSED)
    facts = exchange.facts.integration
    facts.status = facts.service_status = status
    return answered(exchange, integration, Returned(str(status), (), b""), overrides)


def _status(mapped: str) -> int | None:
    """The statusCode, an integer, also of an object that is not quite JSON: `{statusCode: 200}`."""
    try:
        content = json.loads(mapped)
    except ValueError:
        return _loose(mapped.strip())
    status = content.get("statusCode") if isinstance(content, dict) else None
    return status if isinstance(status, int) and not isinstance(status, bool) else None


def _loose(text: str) -> int | None:
    """The statusCode of names and values in braces, quoted or not, as AWS was seen to read them."""
    if not (text.startswith("{") and text.endswith("}")):
        return None
    try:
        entries = dict(_entries(text[1:-1]))
        return int(entries["statusCode"])
    except (ValueError, KeyError):
        return None


def _entries(text: str) -> Iterator[tuple[str, str]]:
    """Each name without its quotes, and its value; ValueError for an entry that is none."""
    for entry in filter(None, (part.strip() for part in text.split(","))):
        name, colon, value = (part.strip() for part in entry.partition(":"))
        first = name[:1]
        if not colon or first in {"{", "["} or not _closed(value):
            raise ValueError(entry)
        if first and first in QUOTES:
            if not _closed(name):
                raise ValueError(entry)
            name = name[1:-1]
        yield name, value


def _closed(text: str) -> bool:
    """Whether what begins with a quote or a bracket ends with its counterpart."""
    closing = CLOSING.get(text[:1])
    return closing is None or (len(text) > 1 and text.endswith(closing))
