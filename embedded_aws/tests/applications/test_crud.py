"""Resources, methods and integrations by themselves, a function and a table."""

import pytest

from embedded_aws.tests.applications.conftest import Deployed
from embedded_aws.tests.integration.server.conftest import eventually

pytestmark = pytest.mark.slow


def test_items_are_made_read_and_deleted(first: Deployed) -> None:
    created = first.ask("crud", "POST", "/items", body={"name": "cup"})
    item = created.json()["id"]

    read = first.ask("crud", path=f"/items/{item}")
    gone = first.ask("crud", "DELETE", f"/items/{item}")

    assert (created.status_code, read.json()) == (201, {"id": item, "name": "cup"})
    assert gone.status_code == 204
    assert first.ask("crud", path=f"/items/{item}").status_code == 404


def test_a_path_that_the_api_lacks_is_forbidden(first: Deployed) -> None:
    answer = first.ask("crud", path="/nowhere")

    assert (answer.status_code, answer.json()) == (403, {"message": "Missing Authentication Token"})


def test_the_functions_log_group_came_with_its_first_line(first: Deployed) -> None:
    first.ask("crud", path="/items")
    logs = first.client("logs")

    def groups() -> list[str]:
        return [each["logGroupName"] for each in logs.describe_log_groups()["logGroups"]]

    assert eventually(lambda: "/aws/lambda/crud" in groups())


def test_what_is_changed_is_answered_anew(second: Deployed) -> None:
    answer = second.ask("crud", path="/things")

    assert answer.json() == {"items": [], "function": "two", "stage": "two"}
    assert second.ask("crud", path="/items").status_code == 403
