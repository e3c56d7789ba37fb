"""Counts of alarms, by the values of an environment."""

from pathlib import Path
from typing import Any

import pytest

from tools.deploy.where.environment import named
from tools.insights.cost.prices import total
from tools.insights.cost.resources.conditions import INSTANCES, Facts
from tools.insights.cost.resources.counting import counted
from tools.review.aws_rules import sources
from tools.review.aws_rules.model import Resource

TERRAFORM = Path("terraform")
SERVICE = max(
    TERRAFORM / "services" / path.parent.name for path in Path("services").glob("*/openapi.json")
)
ALARMS = [
    each
    for each in sources.read(TERRAFORM).of(
        "aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"
    )
    if each.place.startswith("terraform/modules")
]


def alarms_of(**values: Any) -> float:
    written = sources.read(TERRAFORM)
    environment = named("dev").values | values
    return counted(written, [Path("terraform/gateway"), SERVICE], Facts(environment)).get(
        "alarm", 0
    )


@pytest.mark.parametrize("alarm", ALARMS, ids=lambda alarm: alarm.place)
def test_each_alarm_says_when_an_environment_has_it(alarm: Resource) -> None:
    module, name = Path(alarm.place.partition(":")[0]).parent.name, alarm.place.rpartition(".")[2]

    assert f"{module}/{name}" in INSTANCES


def test_an_environment_pays_for_the_alarms_that_its_values_choose() -> None:
    gateway, service, release = 3 * 2, 3 * 3, 3
    notices = (2 + 1 + 3 + 2) + (3 + 2 + 4)

    at_once, canary = {"shift": "at-once"}, {"shift": "canary"}
    assert alarms_of(alarms="none", release=at_once) == 0
    assert alarms_of(alarms="none", release=canary) == release
    assert alarms_of(alarms="pages", release=at_once) == gateway + service
    everything = alarms_of(alarms="all", release=canary)
    pages = gateway + service + release
    assert pages < everything <= pages + notices  # a table with fewer actions has fewer alarms


def test_what_cloudwatch_gives_for_ever_costs_nothing() -> None:
    assert total({"alarm": 10, "dashboard": 3}) == 0
    assert total({"alarm": 11, "dashboard": 4}) == pytest.approx(0.10 + 3.00)
