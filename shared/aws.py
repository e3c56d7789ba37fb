"""Clients of AWS's services: botocore's, in one session, without what a function does not use.

`boto3.client` hands out the very same clients, after it has imported resources and S3 transfers:
23 ms of a cold start.
"""

from typing import Any, Protocol

from botocore.config import Config
from botocore.handlers import BUILTIN_HANDLERS, REGISTER_FIRST, REGISTER_LAST
from botocore.session import Session

ELSEWHERE = frozenset({
    "cloudsearchdomain", "cloudwatch", "cognito-identity", "docdb", "ec2", "glacier", "neptune",
    "polly", "rds", "s3", "sts",
})  # fmt: skip
"""Services that botocore has much of its own for, and that no function calls."""

# Short enough that a retry fits before the gateway gives up.
QUICK = Config(connect_timeout=1, read_timeout=3, retries={"mode": "standard", "max_attempts": 3})


def is_needed(event: str) -> bool:
    """Whether a function's calls can come to this event: `before-call.s3.PutObject`, `docs.…`."""
    kind, _, rest = event.partition(".")
    return kind != "docs" and rest.partition(".")[0] not in ELSEWHERE


def _session() -> Session:
    """A session with a quarter of botocore's 127 handlers; the others take 5 % of a start."""
    made = Session(include_builtin_handlers=False)
    events = made.get_component("event_emitter")
    places = {REGISTER_FIRST: events.register_first, REGISTER_LAST: events.register_last}
    for event, handler, *place in BUILTIN_HANDLERS:
        if is_needed(event):
            register = places[place[0]] if place else events.register
            register(event, handler)
    return made


session = _session()


def client(service: str, config: Config) -> Any:
    """A client; the caller says how long it may take.

    What we send is made by our own adapters and checked by AWS: checking it here as well costs a
    tenth of a call. So does the user agent, which botocore writes twice for each call, unless it
    is told what it is.
    """
    ours = Config(parameter_validation=False, user_agent=session.user_agent())
    return session.create_client(service, config=config.merge(ours))


class Clients(Protocol):
    """Makes clients of AWS's services; a `boto3.Session` does, too."""

    def client(self, service_name: str, /) -> Any:
        """A client of the service."""


class LimitedClients:
    """The port `Clients`, with one limit on how long a call may take."""

    def __init__(self, limit: Config = QUICK) -> None:
        self._limit = limit

    def client(self, service_name: str, /) -> Any:
        """A client of the service, made anew."""
        return client(service_name, config=self._limit)
