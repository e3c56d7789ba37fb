"""No idle month and no route costs more than its budget says (tools/insights/cost/budget.py)."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tools.deploy.where.environment import VALUES
from tools.insights.cost.budget import BUDGET, OF_A_SERVICE, over, read_budget
from tools.insights.cost.months import example, priced
from tools.insights.cost.routes import Route, routes
from tools.insights.cost.usage import Month


@pytest.fixture(scope="module")
def api() -> list[Route]:
    return routes()


@pytest.fixture(scope="module")
def months(api: list[Route]) -> list[Month]:
    return priced(example(api), api)


def test_nothing_costs_more_than_its_budget(months: list[Month], api: list[Route]) -> None:
    assert over(months, api) == [], f"save elsewhere, or raise {BUDGET} or a {OF_A_SERVICE}"


def with_more(months: Sequence[Month], environment: str, **more: float) -> list[Month]:
    """The months, with more of some priced resources in one environment."""
    [month] = [each for each in months if each.running.name == environment]
    counted = dict(month.running.counted)
    counted |= {name: counted.get(name, 0) + count for name, count in more.items()}
    return [replace(month, running=replace(month.running, counted=counted))]


@pytest.mark.parametrize("environment", ["dev", "ephemeral", "staging", "prod"])
def test_one_more_key_is_over_the_budget(
    environment: str, months: list[Month], api: list[Route]
) -> None:
    [sentence] = over(with_more(months, environment, kms_key=1), api)

    assert sentence.startswith(f"{environment}: an idle month, all else costs ")


def test_one_more_consumer_is_over_the_budget(months: list[Month], api: list[Route]) -> None:
    [month] = with_more(months, "dev")
    more = replace(month, running=replace(month.running, machines=month.running.machines + 1))

    [sentence] = over([more], api)

    assert sentence.startswith("dev: an idle month, consumers costs ")


def test_a_longer_log_line_is_over_the_budget(months: list[Month], api: list[Route]) -> None:
    [month] = with_more(months, "prod")

    sentences = over([replace(month, line_bytes=month.line_bytes + 500)], api)

    named = read_budget()["per_million"]["prod"]
    assert len(sentences) == len([route for route in api if route.name in named])


def test_every_environment_has_a_budget_and_so_has_a_route_that_is_new() -> None:
    budget = read_budget()

    assert set(budget["idle"]) == {path.stem for path in VALUES.glob("*.tfvars")}
    assert {"other reads", "other writes"} <= set(budget["per_million"]["prod"])
