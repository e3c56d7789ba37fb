"""A root that has no resource is not destroyed by Terraform; one in doubt is."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws
from rich.console import Console

from tools.deploy.deployment import site as deployment_site
from tools.deploy.deployment.site import Site
from tools.deploy.terraform.root import PLATFORM
from tools.deploy.where.cloud import Embedded
from tools.deploy.where.environment import named
from tools.deploy.where.place import Place
from tools.progress import Progress

STATE = PLATFORM.state_key(named("local").primary)


class Destroying:
    """Terraform, which would destroy."""

    def __init__(self, root: object, place: object) -> None:
        del root, place

    def destroy(self, variables: object) -> str:
        del variables
        return "3 destroyed"


@pytest.fixture
def place() -> Place:
    return named("local").primary


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The states, without their bucket."""
    monkeypatch.setattr(deployment_site, "Terraform", Destroying)
    with mock_aws():
        client = boto3.client(
            "s3", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
        )
        monkeypatch.setattr(Embedded, "client", lambda *_: client)
        yield client


def destroyed(place: Place) -> str:
    return Site(place, Progress(Console())).destroy(PLATFORM, dict)()


@pytest.mark.usefixtures("s3")
def test_without_states_nothing_is_destroyed(place: Place) -> None:
    assert destroyed(place) == "nothing is there"


@pytest.mark.parametrize(
    ("key", "body", "said"),
    [
        ("another.tfstate", {"resources": [{}]}, "nothing is there"),
        (STATE, {"resources": [], "outputs": {"id": {}}}, "nothing is there"),
        (STATE, {"resources": [{}]}, "3 destroyed"),
        (f"{STATE}.tflock", {"ID": "an apply that has begun"}, "3 destroyed"),
    ],
    ids=["of another root", "emptied", "with a resource", "at work"],
)
def test_a_root_is_destroyed_unless_its_state_has_no_resource(
    s3: Any, place: Place, key: str, body: dict[str, Any], said: str
) -> None:
    s3.create_bucket(Bucket=place.state_bucket)
    s3.put_object(Bucket=place.state_bucket, Key=key, Body=json.dumps(body))

    assert destroyed(place) == said
