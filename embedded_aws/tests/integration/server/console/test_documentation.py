"""Pages beside the APIs, and tokens for their forms."""

from collections.abc import Iterator

import httpx
import pytest

from embedded_aws.tests.integration.server.conftest import Client, EmbeddedAws


@pytest.fixture
def docs(aws: EmbeddedAws) -> Iterator[str]:
    """The address of a site with one page."""
    folder = aws.folder / "portal"
    folder.mkdir()
    (folder / "index.html").write_text("<h1>Parcels</h1>", encoding="utf-8")
    (aws.folder / "secret.json").write_text("{}", encoding="utf-8")
    yield f"http://127.0.0.1:{aws.api_port}/docs"
    (folder / "index.html").unlink()
    folder.rmdir()


def test_the_pages_are_served_beside_the_apis(docs: str) -> None:
    bare, page = httpx.get(docs), httpx.get(f"{docs}/")

    assert (bare.status_code, bare.headers["location"]) == (308, "/docs/")
    assert (page.status_code, page.text) == (200, "<h1>Parcels</h1>")
    assert page.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("path", ["nothing.html", "%2e%2e/secret.json", "..%2fsecret.json"])
def test_nothing_outside_of_the_folder_is_served(docs: str, path: str) -> None:
    assert httpx.get(f"{docs}/{path}").status_code == 404


def test_without_the_folder_the_gateway_answers(aws: EmbeddedAws) -> None:
    answer = httpx.get(f"http://127.0.0.1:{aws.api_port}/docs/")

    assert (answer.status_code, answer.json()) == (403, {"message": "Forbidden"})


def test_an_api_with_this_stage_comes_first(aws: EmbeddedAws, docs: str) -> None:
    gateway = aws.client("apigateway")
    api = gateway.create_rest_api(name="own", tags={"project": "own"})["id"]
    root = gateway.get_resources(restApiId=api)["items"][0]["id"]
    gateway.put_method(restApiId=api, resourceId=root, httpMethod="GET", authorizationType="NONE")
    gateway.put_integration(restApiId=api, resourceId=root, httpMethod="GET", type="MOCK")
    gateway.create_deployment(restApiId=api, stageName="docs")

    answer = httpx.get(f"{docs}/index.html")
    gateway.delete_rest_api(restApiId=api)

    assert "Parcels" not in answer.text
    assert "x-amzn-requestid" in answer.headers


def test_a_form_gets_a_token_with_the_limits_of_its_plan(
    aws: EmbeddedAws, docs: str, client: Client
) -> None:
    gateway = aws.client("apigateway")
    key = gateway.create_api_key(name="k", value=client.client_id, enabled=True)["id"]
    plan = gateway.create_usage_plan(
        name="gold",
        throttle={"rateLimit": 7, "burstLimit": 9},
        quota={"limit": 50, "period": "DAY"},
    )["id"]
    gateway.create_usage_plan_key(usagePlanId=plan, keyId=key, keyType="API_KEY")
    form = {
        "grant_type": "client_credentials",
        "client_id": client.client_id,
        "client_secret": client.secret,
    }

    granted = httpx.post(f"{docs}/token", data=form).json()
    refused = httpx.post(f"{docs}/token", data=form | {"client_secret": "wrong"})
    foreign = httpx.post(f"{docs}/token", data=form, headers={"Origin": "https://a.example"})
    large = httpx.post(f"{docs}/token", data=form | {"scope": "x" * 70_000})

    assert granted["access_token"].count(".") == 2
    assert granted["limits"] == {
        "name": "gold",
        "rate": 7,
        "burst": 9,
        "quota": 50,
        "period": "DAY",
        "left": 50,
    }
    assert (refused.status_code, refused.json()) == (400, {"error": "invalid_client"})
    assert (foreign.status_code, large.status_code) == (403, 413)
