"""Clients of AWS's services: botocore's, in one session, without what a function does not use.

`boto3.client` hands out the very same clients, after it has imported resources and S3 transfers:
23 ms of a cold start.
"""

from typing import Any

from botocore.config import Config
from botocore.session import get_session

session = get_session()


def client(service: str, config: Config) -> Any:
    """A client; the caller says how long it may take.

    What we send is made by our own adapters and checked by AWS: checking it here as well costs a
    tenth of a call.
    """
    return session.create_client(service, config=config.merge(Config(parameter_validation=False)))
