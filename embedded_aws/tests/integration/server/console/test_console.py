"""The console's data: what it shows, what it hides, and whom it refuses."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from embedded_aws.tests.integration.server.conftest import EmbeddedAws

SECRET = "4f9c-not-to-be-seen"
MOCK = {
    "x-amazon-apigateway-integration": {
        "type": "mock",
        "requestTemplates": {"application/json": '{"statusCode": 200}'},
        "responses": {"default": {"statusCode": "200"}},
    },
    "responses": {"200": {"description": "mocked"}},
}


def console(aws: EmbeddedAws) -> str:
    return f"{aws.endpoint}/_local/console"


def data(aws: EmbeddedAws, view: str, **query: str) -> Any:
    answer = httpx.get(f"{console(aws)}/data/{view}", params=query)
    answer.raise_for_status()
    return answer.json()


@contextmanager
def events(aws: EmbeddedAws, **query: str) -> Iterator[Iterator[list[dict[str, Any]]]]:
    """The batches of a stream, from the first one, which is there at once."""
    with httpx.stream("GET", f"{console(aws)}/events", params=query, timeout=10) as answer:
        lines = answer.iter_lines()
        yield (json.loads(each[6:]) for each in lines if each.startswith("data: "))


def take(batches: Iterator[list[dict[str, Any]]], count: int) -> list[dict[str, Any]]:
    """So many requests, which may come one by one or together."""
    requests: list[dict[str, Any]] = []
    while len(requests) < count:
        requests += next(batches)
    return requests


@pytest.fixture(scope="module")
def address(aws: EmbeddedAws) -> str:
    """The address of a route of a new API."""
    gateway = aws.client("apigateway")
    api = gateway.create_rest_api(name="seen")["id"]
    paths = {"/things/{id}": {"get": MOCK}}
    document = {"openapi": "3.0.1", "info": {"title": "t", "version": "1"}, "paths": paths}
    gateway.put_rest_api(restApiId=api, mode="overwrite", body=json.dumps(document).encode())
    gateway.create_deployment(restApiId=api, stageName="v1")
    return f"http://127.0.0.1:{aws.api_port}/restapis/{api}/v1/_user_request_/things/12"


def test_a_request_is_shown_at_once_and_can_be_opened(aws: EmbeddedAws, address: str) -> None:
    with events(aws) as batches:
        next(batches)
        answer = httpx.get(address, headers={"Authorization": SECRET}, params={"q": SECRET})
        [request] = take(batches, 1)

    opened = data(aws, "request", id=answer.headers["x-amzn-requestid"])

    assert (request["method"], request["route"], request["status"]) == ("GET", "/things/{id}", 200)
    assert request["stages"][0][0] == "route"
    assert opened["id"] == request["id"]
    assert SECRET not in json.dumps([request, opened])


def test_a_call_of_aws_belongs_to_the_request_of_its_trace(aws: EmbeddedAws, address: str) -> None:
    trace = "Root=1-5f84c3a1-0123456789abcdef01234567"
    client = aws.client("ssm")
    client.meta.events.register(
        "before-send.ssm",
        lambda request, **_: request.headers.__setitem__("X-Amzn-Trace-Id", trace),
    )

    with events(aws) as batches:
        next(batches)
        client.describe_parameters()
        answer = httpx.get(address, headers={"X-Amzn-Trace-Id": trace})
        take(batches, 1)

    opened = data(aws, "request", id=answer.headers["x-amzn-requestid"])
    assert [each["operation"] for each in opened["calls"]] == ["AmazonSSM.DescribeParameters"]


def test_requests_of_one_correlation_are_shown_together(aws: EmbeddedAws, address: str) -> None:
    with events(aws) as batches:
        next(batches)
        first = httpx.get(address)
        number = first.headers["x-amzn-requestid"]
        second = httpx.get(address, headers={"X-Correlation-Id": number})
        take(batches, 2)

    related = data(aws, "request", id=number)["related"]

    assert [each["id"] for each in related] == [second.headers["x-amzn-requestid"]]


def test_lines_of_a_group_begin_with_the_stored_ones(aws: EmbeddedAws) -> None:
    logs = aws.client("logs")
    logs.create_log_group(logGroupName="/seen")
    logs.create_log_stream(logGroupName="/seen", logStreamName="one")
    event = {"timestamp": int(time.time() * 1000), "message": "stored before"}
    logs.put_log_events(logGroupName="/seen", logStreamName="one", logEvents=[event])

    with events(aws, group="/seen") as batches:
        first = next(batches)

    assert [each["message"] for each in first] == ["stored before"]


def test_values_of_items_are_hidden_until_asked_for(aws: EmbeddedAws) -> None:
    dynamodb = aws.client("dynamodb")
    dynamodb.create_table(
        TableName="seen",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    for number in range(26):
        item = {"pk": {"S": f"{number:02}"}, "name": {"M": {"first": {"S": SECRET}}}}
        dynamodb.put_item(TableName="seen", Item=item)
    place = {"region": "eu-central-1", "table": "seen"}

    first = data(aws, "items", **place)
    second = data(aws, "items", **place, page="1", values="1")

    assert (len(first["items"]), first["more"]) == (25, True)
    assert (len(second["items"]), second["more"]) == (1, False)
    assert SECRET not in json.dumps(first)
    assert SECRET in json.dumps(second)
    assert first["items"][0][0]["name"] == "pk"


def test_states_of_terraform_are_shown_without_what_is_secret(aws: EmbeddedAws) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(
        Bucket="states", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    instance = {"index_key": "a", "attributes": {"arn": "arn:aws:x", "password": SECRET}}
    resource = {
        "mode": "managed",
        "module": "module.m",
        "type": "aws_x",
        "name": "this",
        "instances": [instance],
    }
    state = {"serial": 7, "terraform_version": "1.11.4", "resources": [resource]}
    s3.put_object(Bucket="states", Key="dev/one.tfstate", Body=json.dumps(state))
    s3.put_object(Bucket="states", Key="dev/broken.tfstate", Body=b"{")

    roots = [each for each in data(aws, "terraform") if each["bucket"] == "states"]

    assert [(each["name"], each["serial"]) for each in roots] == [("dev/one", 7)]
    assert roots[0]["resources"] == [
        {"address": 'module.m.aws_x.this["a"]', "type": "aws_x", "arn": "arn:aws:x"}
    ]


@pytest.mark.parametrize("view", ["functions", "tables", "alarms"])
def test_the_other_views_answer(aws: EmbeddedAws, view: str) -> None:
    assert isinstance(data(aws, view), list)


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/data/request?id=none", "no longer recorded"),
        ("/data/items?table=none", "There is no table none"),
        ("/data/items?table=none&page=x", "x is no page"),
        ("/nothing", "nothing at /nothing"),
        ("/../visitors.py", "nothing at"),
    ],
)
def test_a_missing_thing_is_said(aws: EmbeddedAws, path: str, sentence: str) -> None:
    answer = httpx.get(httpx.URL(console(aws) + path))

    assert answer.status_code == 404
    assert sentence in answer.text or "there is nothing at" in answer.text


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {}, 200),
        ("GET", {"Sec-Fetch-Site": "same-origin"}, 200),
        ("GET", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200),
        ("GET", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403),
        ("GET", {"Sec-Fetch-Site": "same-site"}, 403),
        ("GET", {"Origin": "https://elsewhere.example"}, 403),
        ("GET", {"Origin": "null"}, 403),
        ("GET", {"Host": "elsewhere.example"}, 403),
        ("GET", {"Host": "api.amazonaws.com"}, 403),
        ("POST", {}, 405),
    ],
)
def test_only_this_machines_own_page_is_answered(
    aws: EmbeddedAws, method: str, headers: dict[str, str], status: int
) -> None:
    answer = httpx.request(method, f"{console(aws)}/data/alarms", headers=headers)

    assert answer.status_code == status
    assert "access-control-allow-origin" not in answer.headers
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_the_page_and_its_modules_are_served(aws: EmbeddedAws) -> None:
    bare = httpx.get(console(aws))
    page = httpx.get(f"{console(aws)}/")
    module = httpx.get(f"{console(aws)}/vendor/preact.mjs")

    assert (bare.status_code, bare.headers["location"]) == (308, "/_local/console/")
    assert "console.js" in page.text
    assert module.headers["content-type"].startswith("text/javascript")
