"""A gateway ends its pages before the alarms that they are made of go away."""

from typing import Any
from unittest.mock import MagicMock

import pytest

from shared.product import NAME
from tools.deploy.deployment.everything import CALM, everything, of_service
from tools.deploy.deployment.paging import QUIET, without_pages
from tools.deploy.deployment.step import Step


def site(alarms: str, *names: str) -> Any:
    """A site with these composite alarms, whose gateway says that it was applied."""
    fake = MagicMock()
    fake.place.values = {"alarms": alarms}
    fake.place.environment.name = "dev"
    fake.place.client.return_value.get_paginator.return_value.paginate.return_value = [
        {"CompositeAlarms": [{"AlarmName": name} for name in names]}
    ]
    fake.apply_gateway.return_value = "applied"
    fake.root.side_effect = lambda root, *_, needs, **__: Step(root.name, str, needs)
    return fake


def test_a_gateway_that_pages_is_applied_first() -> None:
    [step] = without_pages(site("none", f"{NAME}-dev-orders-failing-page"), (CALM,))

    assert (step.needs, step.work()) == ((CALM,), "applied")


def test_a_gateway_that_pages_nobody_waits_for_its_turn() -> None:
    there = site("none", f"{NAME}-dev-gateway-failing", f"{NAME}-dev-orders-failing")

    [step] = without_pages(there, (CALM,))

    assert step.work() == "as before"
    there.apply_gateway.assert_not_called()


@pytest.mark.parametrize("alarms", ["pages", "all"])
def test_where_somebody_is_paged_no_page_ends(alarms: str) -> None:
    assert without_pages(site(alarms), (CALM,)) == []


def test_services_wait_for_the_gateway_to_page_nobody() -> None:
    all_steps = {step.name: step.needs for step in everything(site("none"))}
    one = {step.name: step.needs for step in of_service(site("none"), "authorizer")}

    assert QUIET in all_steps["services/authorizer"]
    assert QUIET in one["services/authorizer"]
