"""CodeDeploy's settings for Lambda functions."""

from collections.abc import Iterator
from typing import Any

from tools.review.aws_rules.model import Fault, Resource, Subject
from tools.review.aws_rules.values import as_list, at, blocks, number

PROMISE = "Lambda deployments shift traffic, and ring alarms that exist"
PAGE = (
    "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-groups-create-lambda.html"
)

CONFIGS = "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html"
SHIFTS = {"TimeBasedCanary": "time_based_canary", "TimeBasedLinear": "time_based_linear"}
LONGEST_MINUTES = 2880
MOST_ALARMS = 10


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of every deployment group of a Lambda application."""
    platforms = {
        each.values.get("name"): each.values.get("compute_platform")
        for each in subject.of("aws_codedeploy_app")
    }
    alarms = {
        each.values.get("alarm_name")
        for each in subject.of("aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm")
    }
    for config in subject.of("aws_codedeploy_deployment_config"):
        yield from _routing(config)
    for group in subject.of("aws_codedeploy_deployment_group"):
        platform = platforms.get(group.values.get("app_name"))
        name = str(group.values.get("deployment_config_name", ""))
        if platform == "Lambda" or name.startswith("CodeDeployDefault.Lambda"):
            yield from _style(group, name)
        yield from _alarms(group, alarms)


def _routing(config: Resource) -> Iterator[Fault]:
    """Traffic shares from 1 to 99 %, limited intervals, and a name that is not AWS's."""
    if str(config.values.get("deployment_config_name", "")).startswith("CodeDeployDefault"):
        yield Fault(config.place, "CodeDeployDefault… is AWS's", "Take another name", CONFIGS)
    for routing in blocks(config.values, "traffic_routing_config"):
        for kind, block in SHIFTS.items():
            shifts = blocks(routing, block)
            if (routing.get("type") == kind) != bool(shifts) and "dynamic" not in routing:
                yield Fault(config.place, f"{kind} and {block} go together", "Set both", CONFIGS)
            for each in shifts:
                percent, minutes = number(each.get("percentage")), number(each.get("interval"))
                if percent is not None and not 1 <= percent <= 99:  # noqa: PLR2004
                    yield Fault(config.place, f"A share of {percent:g} %", "1 to 99", CONFIGS)
                if minutes is not None and not 1 <= minutes <= LONGEST_MINUTES:
                    yield Fault(config.place, f"{minutes:g} minutes", "1 to 2,880", CONFIGS)


def _style(group: Resource, config: str) -> Iterator[Fault]:
    required = {"deployment_type": "BLUE_GREEN", "deployment_option": "WITH_TRAFFIC_CONTROL"}
    for name, value in required.items():
        values = list(at(group.values, f"deployment_style.{name}"))
        if values != [value]:
            yield Fault(
                group.place,
                f"{name} is {values[0] if values else 'not set'}",
                f"Lambda takes {value}",
            )
    if config.startswith("CodeDeployDefault.") and ".Lambda" not in config:
        yield Fault(group.place, f"{config} is for servers", "Use a CodeDeployDefault.Lambda… one")


def _alarms(group: Resource, known: set[Any]) -> Iterator[Fault]:
    watched = False
    for settings in blocks(group.values, "alarm_configuration"):
        watched = watched or settings.get("enabled") is not False
        if len(as_list(settings.get("alarms"))) > MOST_ALARMS:
            yield Fault(group.place, "It watches more than 10 alarms", "Combine some")
        for name in as_list(settings.get("alarms")):
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
