"""Clients of AWS's services: botocore's, in one session, without what a function does not use.

`boto3.client` hands out the very same clients, after it has imported resources and S3 transfers.
"""

import os
from typing import Any

from botocore.config import Config
from botocore.session import Session, get_session

CREDENTIALS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")


def _session() -> Session:
    """One session; in Lambda its credentials are in the environment and need no looking for."""
    session = get_session()
    given = [os.environ[name] for name in CREDENTIALS if name in os.environ]
    if len(given) == len(CREDENTIALS):
        session.set_credentials(*given)
    return session


session = _session()


def client(service: str, config: Config) -> Any:
    """A client; the caller says how long it may take.

    What we send is made by our own adapters and checked by AWS: checking it here as well costs a
    tenth of a call.
    """
    return session.create_client(service, config=config.merge(Config(parameter_validation=False)))
