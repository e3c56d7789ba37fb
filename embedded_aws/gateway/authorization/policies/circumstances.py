"""The condition keys of a request (IAM user guide, "AWS global condition context keys").

The keys are those of API Gateway's developer guide, "AWS condition keys that can be used in API
Gateway resource policies"; others (tags, organizations) cannot be evaluated.
"""

from datetime import UTC, datetime

from embedded_aws.gateway.authorization.callers import Caller
from embedded_aws.gateway.exchange import Exchange

ANONYMOUS: dict[str, str | None] = {
    "aws:principalarn": None,
    "aws:principalaccount": None,
    "aws:principaltype": "Anonymous",
    "aws:userid": None,
    "aws:username": None,
}


def keys_of(exchange: Exchange, caller: Caller | None) -> dict[str, str | None]:
    """The condition keys of a request and its signer; None for those without a value."""
    return {
        "aws:currenttime": datetime.fromtimestamp(exchange.at, UTC).isoformat(),
        "aws:epochtime": str(int(exchange.at)),
        "aws:referer": exchange.incoming.header("Referer"),
        "aws:securetransport": "true",  # the loopback endpoint stands for AWS's TLS one
        "aws:sourceip": exchange.incoming.source_ip,
        "aws:sourcevpc": None,  # no private endpoints here
        "aws:sourcevpce": None,
        "aws:useragent": exchange.incoming.header("User-Agent"),
        **(_signer(caller) if caller else ANONYMOUS),
    }


def _signer(caller: Caller) -> dict[str, str | None]:
    return {
        "aws:principalarn": caller.principal_arn,
        "aws:principalaccount": caller.account_id,
        "aws:principaltype": caller.kind,
        "aws:userid": caller.unique_id,
        "aws:username": caller.user_name,
    }
