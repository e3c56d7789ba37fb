"""The resources that refusals need."""

import pytest

from embedded_aws.tests.integration.server.conftest import EmbeddedAws
from embedded_aws.tests.integration.server.refusals.world import World


@pytest.fixture(scope="session")
def world(aws: EmbeddedAws) -> World:
    """Resources of the embedded AWS that tests share."""
    return World(aws)
