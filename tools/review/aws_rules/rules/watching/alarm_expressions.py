"""Metric math of alarms, and rule expressions of composite alarms."""

import re
from collections.abc import Iterator

from tools.review.aws_rules.knowledge.tables import table
from tools.review.aws_rules.model import Fault, Resource, Subject
from tools.review.aws_rules.values import blocks

PROMISE = "Alarms' expressions use ids, functions and alarms that there are"
PAGE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html"
COMPOSITE = (
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html"
)
ID = re.compile(r"[a-z][A-Za-z0-9_]{0,254}")
TEXT = re.compile(r"'[^']*'|\"[^\"]*\"")
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
CHILD = re.compile(r"\b(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(\"[^\"]+\"|'[^']+'|[^()\s]+)\s*\)")
METRICS, CHILDREN, LONGEST = 10, 100, 10_240


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of every alarm with metric queries, then of every composite alarm."""
    for alarm in subject.of("aws_cloudwatch_metric_alarm"):
        # A source with dynamic blocks does not show all of its queries.
        if blocks(alarm.values, "metric_query") and "dynamic" not in alarm.values:
            yield from _math(alarm)
    known = {
        str(each.values["alarm_name"])
        for each in subject.of("aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm")
        if each.values.get("alarm_name")
    }
    for alarm in subject.of("aws_cloudwatch_composite_alarm"):
        if isinstance(alarm.values.get("alarm_rule"), str):
            yield from _composite(alarm, alarm.values["alarm_rule"], known)


def _math(alarm: Resource) -> Iterator[Fault]:
    queries = blocks(alarm.values, "metric_query")
    ids = [str(each["id"]) for each in queries if each.get("id")]
    for name in ids:
        if not ID.fullmatch(name) or ids.count(name) > 1:
            yield Fault(alarm.place, f"{name} is no id of its own", "A small letter first; once")
    returned = [each for each in queries if each.get("return_data")]
    if len(returned) != 1:
        yield Fault(
            alarm.place, f"{len(returned)} queries return data", "Set return_data on just one"
        )
    if sum(bool(blocks(each, "metric")) for each in queries) > METRICS:
        yield Fault(alarm.place, f"More than {METRICS} metrics", "Make two alarms and combine them")
    for query in queries:
        yield from _expression(alarm, str(query.get("expression") or ""), set(ids))


def _expression(alarm: Resource, text: str, ids: set[str]) -> Iterator[Fault]:
    bare = TEXT.sub(" ", text)
    if bare.count("(") != bare.count(")"):
        yield Fault(alarm.place, f"The brackets of {text} do not close", "Balance them")
    if bare.strip().upper().startswith("SELECT"):  # Metrics Insights has a grammar of its own
        return
    for word in sorted(set(WORD.findall(bare)) - ids):
        if word.upper() not in table("metric_math")["words"]:
            yield Fault(alarm.place, f"{text} uses {word}, no id of this alarm", "Define it")


def _composite(alarm: Resource, rule: str, known: set[str]) -> Iterator[Fault]:
    if len(rule) > LONGEST:
        yield Fault(alarm.place, f"The rule has {len(rule):,} characters", "Nest", COMPOSITE)
    children = {name.strip("\"'").rpartition(":")[2] for _, name in CHILD.findall(rule)}
    if len(children) > CHILDREN:
        yield Fault(alarm.place, f"{len(children)} alarms of {CHILDREN}", "Nest", COMPOSITE)
    if not _reads(rule):
        yield Fault(
            alarm.place,
            f"The rule {rule} cannot be read",
            'Write ALARM("a") AND NOT (OK("b") OR FALSE)',
            COMPOSITE,
        )
    for name in sorted(children - known) if known else ():
        yield Fault(alarm.place, f"There is no alarm {name}", "Name one", COMPOSITE)
    if alarm.values.get("alarm_name") in children:
        yield Fault(alarm.place, "It watches itself", "Name other alarms", COMPOSITE)


def _reads(rule: str) -> bool:
    """Whether the text is one expression over alarm states."""
    text, before = re.sub(r"\b(TRUE|FALSE)\b", "T", CHILD.sub("T", rule)), ""
    while text != before:
        before = text
        text = re.sub(r"\(\s*T\s*\)|\bNOT\s*T\b|\bT\s+(?:AND|OR)\s+T\b", "T", text)
    return text.strip() == "T"
