"""Alarms, logs, traces and notifications that are taken away, switched off or made deaf."""

from collections.abc import Iterator, Mapping
from typing import Any

from tools.review.plan.facts.model import Change, Danger, Kind, Plan, Weight
from tools.review.plan.facts.settings import leaves, text, weakened
from tools.review.plan.facts.weaker import number, raised
from tools.review.plan.rules.tables import guards, loss

ADVICE = "Say what is watched instead, or leave it as it is"


def dangers(plan: Plan) -> Iterator[Danger]:
    """Everything that is seen or told less than before."""
    for change in plan.altered():
        yield from _weakened(change)
        yield from _threshold(plan, change)
        yield from _datapoints(change)
        yield from _format(change)
        yield from _waf_log(change)
        yield from _notifications(change)
    for change in plan.altered("aws_sns_topic"):
        if "delete" in change.actions:
            reason = "It is replaced: nobody is told until each address has agreed to the new one"
            yield Danger(Kind.WATCHING, change.address, reason, ADVICE, Weight.STOP)
    for change in plan.gone():
        if reason := loss("watching", change):
            yield Danger(
                Kind.WATCHING,
                change.address,
                f"It is taken away. {reason}",
                ADVICE,
                Weight.STOP,
            )


def _weakened(change: Change) -> Iterator[Danger]:
    for guard, leaf in weakened(change, guards("watching")):
        if guard.weaker is raised and number(leaf.new) is None:
            continue  # without a number of its own, AWS's default holds
        reason = f"{guard.reason}: {leaf.path}: {text(leaf.old)} → {text(leaf.new)}"
        yield Danger(Kind.WATCHING, change.address, reason, ADVICE)


def _threshold(plan: Plan, change: Change) -> Iterator[Danger]:
    """A threshold that is further away than before."""
    if change.type != "aws_cloudwatch_metric_alarm":
        return
    before, after = change.sides()
    old, new = number(before.get("threshold")), number(after.get("threshold"))
    if old is None or new is None or old == new:
        return
    if before.get("metric_name") == "Duration" and _same_factor(plan, old, new):
        return  # the alarm follows the function's time-out
    upwards = "Greater" in str(after.get("comparison_operator"))
    if ("Lower" in str(after.get("comparison_operator")) and upwards) or (new > old) == upwards:
        reason = f"It is raised later: threshold: {text(old)} → {text(new)}"
        yield Danger(Kind.WATCHING, change.address, reason, ADVICE)


def _datapoints(change: Change) -> Iterator[Danger]:
    """More failures than before have to come together; by default those of all periods."""
    if change.type != "aws_cloudwatch_metric_alarm":
        return
    before, after = change.sides()
    old, new = (
        number(side.get("datapoints_to_alarm")) or number(side.get("evaluation_periods"))
        for side in (before, after)
    )
    later = before.get("evaluation_periods") == after.get("evaluation_periods")
    if old and new and new > old and later:
        reason = f"It raises later than before: datapoints to alarm: {text(old)} → {text(new)}"
        yield Danger(Kind.WATCHING, change.address, reason, ADVICE)


def _same_factor(plan: Plan, old: float, new: float) -> bool:
    """Whether a function's time-out has changed by the factor of the threshold."""
    for change in plan.altered("aws_lambda_function"):
        one, other = (number(side.get("timeout")) for side in change.sides())
        if one and other and one != other and abs(new * one - old * other) < old:
            return True
    return False


def _format(change: Change) -> Iterator[Danger]:
    """Fields that the access log has no more."""
    for leaf in leaves(change, "access_log_settings.format"):
        gone = _fields(leaf.old) - _fields(leaf.new)
        if gone and not leaf.unknown:
            reason = f"The access log loses {', '.join(sorted(gone))}"
            yield Danger(Kind.WATCHING, change.address, reason, ADVICE)


def _fields(value: object) -> set[str]:
    words = str(value or "").replace('"', " ").replace(",", " ").replace("}", " ").split()
    return {word for word in words if word.startswith("$context.")}


def _waf_log(change: Change) -> Iterator[Danger]:
    """A filter that drops requests from the firewall's log."""
    if change.type != "aws_wafv2_web_acl_logging_configuration":
        return
    before, after = change.sides()
    for leaf in leaves(change, "logging_filter.default_behavior"):
        if leaf.new == "DROP" and leaf.old != "DROP":
            yield Danger(
                Kind.WATCHING, change.address, "Requests are no longer logged by default", ADVICE
            )
    old, new = (str(side.get("logging_filter") or "").count("'DROP'") for side in (before, after))
    if new > old:
        yield Danger(Kind.WATCHING, change.address, "A filter drops requests from the log", ADVICE)


def _notifications(change: Change) -> Iterator[Danger]:
    """A budget's notification that is taken away."""
    if change.type != "aws_budgets_budget":
        return
    old, new = (side.get("notification") or [] for side in change.sides())
    before, after = _marks(old), _marks(new)
    for mark in sorted(before - after):
        if len(new) < len(old):
            yield Danger(
                Kind.WATCHING, change.address, f"The notification at {mark} is taken away", ADVICE
            )


def _marks(notifications: list[Mapping[str, Any]]) -> set[str]:
    return {
        f"{text(each.get('threshold'))} {str(each.get('notification_type', '')).lower()}"
        for each in notifications
    }
