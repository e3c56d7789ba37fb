"""API Gateway's control plane over HTTP, shared by all tests of this folder."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from moto.server import ThreadedMotoServer

from embedded_aws.gateway import install

REGION = "eu-central-1"


@pytest.fixture(scope="session")
def gateway() -> Iterator[Any]:
    """A client that sends whatever it is given."""
    install()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield boto3.client(
        "apigateway",
        endpoint_url=f"http://{host}:{port}",
        region_name=REGION,
        aws_access_key_id="control",
        aws_secret_access_key="plane",
        config=Config(parameter_validation=False, retries={"max_attempts": 0}),
    )
    server.stop()


@pytest.fixture
def api(gateway: Any) -> Iterator[dict[str, str]]:
    """`restApiId` and `resourceId` of a new API with GET / as a mock."""
    created = gateway.create_rest_api(name="a")
    place = {"restApiId": created["id"], "resourceId": created["rootResourceId"]}
    method = {**place, "httpMethod": "GET"}
    gateway.put_method(**method, authorizationType="NONE")
    templates = {"application/json": '{"statusCode": 200}'}
    gateway.put_integration(**method, type="MOCK", requestTemplates=templates)
    yield place
    gateway.delete_rest_api(restApiId=created["id"])
