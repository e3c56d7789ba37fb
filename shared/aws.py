"""Clients of AWS's services: botocore's, in one session.

`boto3.client` returns the same clients, after it has imported resources and S3 transfers: 23 ms
of a cold start.
"""

import logging
from typing import Any, Protocol

from botocore.config import Config
from botocore.session import Session

# Lambda lets lines of every level through, and clients are made before a logger is: the SDK would
# write two dozen lines at each cold start.
logging.getLogger("botocore").setLevel(logging.WARNING)
session = Session()

# Short enough that a retry fits before the gateway gives up.
QUICK = Config(connect_timeout=1, read_timeout=3, retries={"mode": "standard", "max_attempts": 3})


def client(service: str, config: Config) -> Any:
    """A client of the service, with a limit on the time of a call.

    Our adapters make the requests and AWS validates them: validation here as well costs a tenth
    of a call. So does the user agent, which botocore writes twice a call unless it is given.
    """
    ours = Config(parameter_validation=False, user_agent=session.user_agent())
    return session.create_client(service, config=config.merge(ours))


class Clients(Protocol):
    """Makes clients of AWS's services, as a `boto3.Session` does."""

    def client(self, service_name: str, /) -> Any:
        """A client of the service."""


class LimitedClients:
    """The port `Clients`, with one limit on the time of a call."""

    def __init__(self, limit: Config = QUICK) -> None:
        self._limit = limit

    def client(self, service_name: str, /) -> Any:
        """A new client of the service."""
        return client(service_name, config=self._limit)
