"""CodeDeploy's settings for functions."""

from collections.abc import Iterator
from typing import Any

from tools.lint_aws.model import Fault, Resource, Subject
from tools.lint_aws.values import as_list, at, blocks

PROMISE = "Lambda deployments shift traffic, and ring alarms that exist"
PAGE = (
    "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-groups-create-lambda.html"
)


def faults(subject: Subject) -> Iterator[Fault]:
    """Every deployment group of a Lambda application."""
    platforms = {
        each.values.get("name"): each.values.get("compute_platform")
        for each in subject.of("aws_codedeploy_app")
    }
    alarms = {
        each.values.get("alarm_name")
        for each in subject.of("aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm")
    }
    for group in subject.of("aws_codedeploy_deployment_group"):
        platform = platforms.get(group.values.get("app_name"))
        config = str(group.values.get("deployment_config_name", ""))
        if platform == "Lambda" or config.startswith("CodeDeployDefault.Lambda"):
            yield from _style(group, config)
        yield from _alarms(group, alarms)


def _style(group: Resource, config: str) -> Iterator[Fault]:
    wanted = {"deployment_type": "BLUE_GREEN", "deployment_option": "WITH_TRAFFIC_CONTROL"}
    for name, value in wanted.items():
        held = list(at(group.values, f"deployment_style.{name}"))
        if held != [value]:
            yield Fault(
                group.place, f"{name} is {held[0] if held else 'not set'}", f"Lambda takes {value}"
            )
    if config.startswith("CodeDeployDefault.") and ".Lambda" not in config:
        yield Fault(group.place, f"{config} is for servers", "Use a CodeDeployDefault.Lambda… one")


def _alarms(group: Resource, known: set[Any]) -> Iterator[Fault]:
    watched = False
    for held in blocks(group.values, "alarm_configuration"):
        watched = watched or held.get("enabled") is not False
        for name in as_list(held.get("alarms")):
            if known and name not in known:
                yield Fault(group.place, f"There is no alarm {name}", "Name one that is deployed")
    events = [
        event
        for each in at(group.values, "auto_rollback_configuration.events")
        for event in as_list(each)
    ]
    if "DEPLOYMENT_STOP_ON_ALARM" in events and not watched:
        yield Fault(
            group.place, "It rolls back on an alarm but watches none", "Add alarm_configuration"
        )
