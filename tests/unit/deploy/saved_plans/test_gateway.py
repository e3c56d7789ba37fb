"""The gateway is applied if its body and its actions are those that were reviewed."""

import json
from typing import Any

import pytest

from tools.command import CommandError
from tools.deploy.saved_plans.gateway import ReviewedGateway

UPDATE, REPLACE = ["update"], ["create", "delete"]


def planned(body: dict[str, Any], **actions: list[str]) -> ReviewedGateway:
    api = {
        "address": "api",
        "mode": "managed",
        "type": "aws_api_gateway_rest_api",
        "change": {"actions": actions.pop("api", UPDATE), "after": {"body": json.dumps(body)}},
    }
    others = [
        {"address": name, "mode": "managed", "type": "x", "change": {"actions": each}}
        for name, each in actions.items()
    ]
    return ReviewedGateway.of({"resource_changes": [api, *others]})


BODY: dict[str, Any] = {"paths": {"/orders": {}, "/catalog": {}}}
REVIEWED = planned(BODY, deployment=REPLACE, stage=UPDATE)


def test_the_same_plan_is_applied_whatever_the_order_of_its_body() -> None:
    same = planned({"paths": {"/catalog": {}, "/orders": {}}}, deployment=REPLACE, stage=UPDATE)

    ReviewedGateway.read(REVIEWED.written()).check(same, is_final=True)


def test_what_an_earlier_run_has_done_already_may_be_missing() -> None:
    REVIEWED.check(planned(BODY, api=["no-op"]), is_final=True)


def test_another_body_is_refused() -> None:
    other = planned({"paths": {"/orders": {}}}, deployment=REPLACE)

    with pytest.raises(CommandError, match="merged body is not the one that was reviewed"):
        REVIEWED.check(other, is_final=True)


def test_fewer_routes_may_be_published_in_the_middle_of_a_release() -> None:
    REVIEWED.check(planned({"paths": {}}, deployment=REPLACE), is_final=False)


@pytest.mark.parametrize(
    ("actions", "named"),
    [({"alarm": ["delete"]}, r"alarm \(delete\)"), ({"stage": REPLACE}, "stage"),],
)  # fmt: skip
def test_actions_that_nobody_reviewed_are_refused(
    actions: dict[str, list[str]], named: str
) -> None:
    with pytest.raises(CommandError, match=f"nobody reviewed: {named}"):
        REVIEWED.check(planned(BODY, **actions), is_final=False)


def test_a_body_that_nobody_knew_is_none_that_was_reviewed() -> None:
    unknown = ReviewedGateway.of({"resource_changes": [
        {"address": "api", "mode": "managed", "type": "aws_api_gateway_rest_api",
         "change": {"actions": UPDATE, "after": {}}},
    ]})  # fmt: skip

    with pytest.raises(CommandError, match="merged body"):
        unknown.check(planned(BODY), is_final=True)
