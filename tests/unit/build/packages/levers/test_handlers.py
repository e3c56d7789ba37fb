"""botocore's handlers without those for others."""

from pathlib import Path

import pytest
from botocore.handlers import BUILTIN_HANDLERS

from tools.build.packages.code import ROOT, aws_services, own_modules
from tools.build.packages.levers.handlers import ELSEWHERE, is_needed

SERVICES = sorted(path.parent.name for path in Path(ROOT, "services").glob("*/main.py"))


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_that_is_called_keeps_its_handlers(service: str) -> None:
    assert not aws_services(own_modules(service)) & ELSEWHERE


def test_only_documentation_and_services_elsewhere_are_left_out() -> None:
    left_out = {event for event, *_ in BUILTIN_HANDLERS if not is_needed(event)}
    of_all = {event for event in left_out if event.count(".") == 0}

    assert not of_all
    assert {event.split(".")[0] for event in left_out if not ELSEWHERE & {*event.split(".")}} == {
        "docs"
    }
    assert len(left_out) > 80


@pytest.mark.parametrize(
    "event", ["before-call", "before-parameter-build", "request-created", "before-call.apigateway"]
)
def test_what_holds_for_every_service_is_needed(event: str) -> None:
    assert is_needed(event)
