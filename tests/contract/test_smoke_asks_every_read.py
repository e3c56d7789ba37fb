"""The smoke test's questions to the services themselves, over tables without a single item."""

from types import SimpleNamespace

import boto3
import pytest
from moto import mock_aws

from shared import smoke
from tools.build.services import services_with_routes
from tools.review.access_matrix.functions import handles
from tools.review.access_matrix.tables import make_tables

CONTEXT = SimpleNamespace(aws_request_id="f1", get_remaining_time_in_millis=lambda: 10_000)


@pytest.mark.parametrize("service", services_with_routes())
def test_a_service_answers_every_read_that_the_smoke_test_asks(service: str) -> None:
    with mock_aws():
        session = boto3.Session(region_name="eu-central-1")
        make_tables(session.client("dynamodb"), [service])
        handle = handles([service], session)[service]

        first = handle(smoke.event(), CONTEXT)
        whys = [smoke.failure(handle(event, CONTEXT), None) for event in smoke.more(first)]

    assert smoke.failure(first, None) is None
    assert whys == [None] * len(first[smoke.READS]) != []
