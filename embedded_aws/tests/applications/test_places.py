"""Two stages with a canary, and two regions side by side."""

import pytest

from embedded_aws.tests.applications.conftest import Deployed

pytestmark = pytest.mark.slow

REGIONS = {"virginia": "us-east-1", "tokyo": "ap-northeast-1"}


def place(deployed: Deployed, stage: str) -> str:
    return str(deployed.ask("stages", stage=stage).json()["variables"]["place"])


def test_each_stage_has_its_variables_and_a_canary_of_nothing_gets_nothing(
    first: Deployed,
) -> None:
    assert place(first, "test") == "test"
    assert {place(first, "live") for _ in range(10)} == {"live"}


def test_a_canary_of_everything_gets_everything(second: Deployed) -> None:
    assert {place(second, "live") for _ in range(10)} == {"canary"}


def test_a_changed_method_asks_for_a_key_and_a_changed_plan_counts_its_requests(
    second: Deployed,
) -> None:
    key = {"x-api-key": second.outputs["stages"]["key"]}

    without = second.ask("stages", stage="test").status_code
    answers = [second.ask("stages", stage="test", headers=key) for _ in range(3)]

    assert without == 403
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert answers[0].json()["variables"]["place"] == "tried"
    assert answers[2].json() == {"message": "Limit Exceeded"}


@pytest.mark.parametrize("application", REGIONS)
def test_a_region_answers_for_itself(first: Deployed, application: str) -> None:
    answer = first.ask(application).json()

    assert (answer["region"], answer["variables"]) == (REGIONS[application], {"release": "one"})


@pytest.mark.parametrize("application", REGIONS)
def test_a_changed_region_answers_anew(second: Deployed, application: str) -> None:
    answer = second.ask(application).json()

    assert (answer["version"], answer["variables"]) == ("two", {"release": "two"})
