"""EventBridge's event patterns and schedules, and AWS Backup's schedules."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tools.review.aws_rules.model import Fault, Subject
from tools.review.aws_rules.values import blocks, parsed

PROMISE = "Schedules and event patterns are ones that EventBridge reads"
PAGE = "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html"
PATTERNS = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html"
RATE = re.compile(r"rate\((\d+) (minute|hour|day)(s?)\)")
CRON = re.compile(r"cron\(([^()]+)\)")
FIELD = re.compile(r"[\dA-Z*?/,#LW-]+", re.IGNORECASE)
FIELDS, DAY_OF_MONTH, DAY_OF_WEEK = 6, 2, 4
FILTERS = {
    "prefix",
    "suffix",
    "anything-but",
    "numeric",
    "exists",
    "cidr",
    "equals-ignore-case",
    "wildcard",
}
LONGEST = 4096


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of EventBridge's rules, of schedules, and of AWS Backup's plans."""
    for rule in subject.of("aws_cloudwatch_event_rule", "aws_scheduler_schedule"):
        yield from _schedule(rule.place, rule.values.get("schedule_expression"))
        yield from _pattern(rule.place, rule.values.get("event_pattern"))
    for plan in subject.of("aws_backup_plan"):
        for rule_block in blocks(plan.values, "rule"):
            yield from _schedule(plan.place, rule_block.get("schedule"))


def _schedule(place: str, text: Any) -> Iterator[Fault]:
    if not isinstance(text, str) or not text or text.startswith("at("):
        return
    if rate := RATE.fullmatch(text):
        if (int(rate[1]) == 1) == bool(rate[3]) or int(rate[1]) == 0:
            yield Fault(place, f"{text} is refused", "Write rate(1 day), rate(2 days)")
        return
    fields = match[1].split() if (match := CRON.fullmatch(text)) else []
    if len(fields) != FIELDS or not all(map(FIELD.fullmatch, fields)):
        yield Fault(place, f"{text} is no schedule", "Write cron(0 3 * * ? *): six fields")
    elif "?" not in (fields[DAY_OF_MONTH], fields[DAY_OF_WEEK]):
        yield Fault(place, f"{text} names both days", "Write ? for the day of month or of week")


def _pattern(place: str, text: Any) -> Iterator[Fault]:
    if not isinstance(text, str) or not text:
        return
    pattern = parsed(text)
    if not isinstance(pattern, Mapping) or not pattern:
        yield Fault(place, "The event pattern is no JSON object", "jsonencode it", PATTERNS)
    elif len(text) > LONGEST:
        yield Fault(
            place, f"The event pattern has {len(text):,} characters", "Shorten it", PATTERNS
        )
    else:
        yield from _node(place, pattern)


def _node(place: str, node: Mapping[str, Any]) -> Iterator[Fault]:
    for key, value in node.items():
        if isinstance(value, Mapping):
            yield from _node(place, value)
        elif not isinstance(value, list) or not value:
            yield Fault(place, f"{key} of the event pattern is no list", "Write [value]", PATTERNS)
        elif key != "$or":
            for name in {name for each in value if isinstance(each, Mapping) for name in each}:
                if name not in FILTERS:
                    yield Fault(place, f"There is no comparison {name}", "See the page", PATTERNS)
