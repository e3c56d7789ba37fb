"""OpenAPI 3 and Swagger 2 documents whose import fails on warnings."""

import pytest

from embedded_aws.tests.applications.conftest import Deployed

pytestmark = pytest.mark.slow

FORMATS = ("openapi", "swagger")


@pytest.mark.parametrize("application", FORMATS)
def test_good_requests_reach_the_function(first: Deployed, application: str) -> None:
    read = first.ask(application, path="/orders/7?limit=1")
    created = first.ask(application, "POST", "/orders", body={"name": "cup"})

    assert (read.status_code, read.json()["path"]) == (200, "/orders/7")
    assert created.status_code == 200


@pytest.mark.parametrize("application", FORMATS)
def test_bad_requests_are_refused_by_the_document(first: Deployed, application: str) -> None:
    unlimited = first.ask(application, path="/orders/7")
    nameless = first.ask(application, "POST", "/orders", body={"name": 7})

    assert (unlimited.status_code, unlimited.json()) == (
        400,
        {"message": "Missing required request parameters: [limit]"},
    )
    assert (nameless.status_code, nameless.json()) == (400, {"message": "Invalid request body"})


@pytest.mark.parametrize("application", FORMATS)
def test_a_changed_document_is_served(first: Deployed, application: str) -> None:
    assert first.ask(application, path="/health").json() == {"state": "first"}
    assert first.ask(application, path="/second").status_code == 403


@pytest.mark.parametrize("application", FORMATS)
def test_its_new_path_is_answered(second: Deployed, application: str) -> None:
    assert second.ask(application, path="/health").json() == {"state": "changed"}
    assert second.ask(application, path="/second").json()["version"] == "two"
