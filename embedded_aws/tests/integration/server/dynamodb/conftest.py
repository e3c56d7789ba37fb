"""DynamoDB of the embedded AWS that all tests of the server share."""

import pytest

from embedded_aws.tests.integration.server.conftest import EmbeddedAws
from embedded_aws.tests.integration.server.dynamodb import tables
from embedded_aws.tests.integration.server.dynamodb.asking import Dynamo


@pytest.fixture(scope="session")
def dynamo(aws: EmbeddedAws) -> Dynamo:
    """DynamoDB with its tables."""
    here = Dynamo(aws.endpoint)
    tables.create(here)
    return here
