"""The limit on a request's headers (API Gateway quotas, "Total combined size of all headers")."""

from embedded_aws.gateway.exchange import Refusal
from embedded_aws.gateway.incoming import Incoming

LIMIT_BYTES = 10_240
STATUS = 431


def check_headers(incoming: Incoming) -> None:
    """Raise the Refusal of headers whose values are larger than API Gateway takes together."""
    if sum(len(value) for _, value in incoming.headers) > LIMIT_BYTES:
        message = f"HTTP header is larger than {LIMIT_BYTES} bytes."
        raise Refusal("DEFAULT_4XX", message, STATUS, "RequestHeaderFieldsTooLargeException")
