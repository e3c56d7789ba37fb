"""Dashboards: grid, metrics and queries."""

from collections.abc import Iterator, Mapping
from typing import Any

from tools.review.aws_rules.knowledge import metrics
from tools.review.aws_rules.knowledge.insights_query import QueryError, read
from tools.review.aws_rules.knowledge.tables import table
from tools.review.aws_rules.model import Fault, Subject
from tools.review.aws_rules.rules.watching.alarm_settings import EXTENDED, STATISTICS
from tools.review.aws_rules.values import number, parsed

PROMISE = "Dashboards have widgets that CloudWatch draws, of metrics that are published"
PAGE = (
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/"
    "CloudWatch-Dashboard-Body-Structure.html"
)
KINDS = {"metric", "log", "text", "alarm", "explorer", "custom"}
WIDEST, HIGHEST, MOST = 24, 1000, 500
# In a metric's array these repeat what stands above them.
REPEATS = {".", "..", "..."}


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of every dashboard whose body is known."""
    published = metrics.published(subject)
    for dashboard in subject.of("aws_cloudwatch_dashboard"):
        body = parsed(dashboard.values.get("dashboard_body"))
        widgets = body.get("widgets") if isinstance(body, Mapping) else None
        if not isinstance(widgets, list):
            if dashboard.values.get("dashboard_body"):
                yield Fault(dashboard.place, "The body has no list of widgets", "Add it")
            continue
        if len(widgets) > MOST:
            yield Fault(dashboard.place, f"{len(widgets)} widgets of {MOST}", "Make another")
        for number_, widget in enumerate(widgets, 1):
            place = f"{dashboard.place}, widget {number_}"
            yield from _frame(place, widget)
            yield from _content(place, widget, published)


def _frame(place: str, widget: Mapping[str, Any]) -> Iterator[Fault]:
    if widget.get("type") not in KINDS:
        yield Fault(place, f"There is no widget {widget.get('type')}", f"Use {sorted(KINDS)}")
    left, width = number(widget.get("x", 0)) or 0, number(widget.get("width", 6)) or 0
    if not 1 <= width <= WIDEST or left + width > WIDEST:
        yield Fault(place, f"It goes from {left:g} on for {width:g} of 24 columns", "Fit it in")
    height = number(widget.get("height", 6)) or 0
    if not 1 <= height <= HIGHEST:
        yield Fault(place, f"It is {height:g} rows high", f"Use 1 to {HIGHEST}")


def _content(
    place: str, widget: Mapping[str, Any], published: metrics.Published
) -> Iterator[Fault]:
    properties = widget.get("properties", {})
    if widget.get("type") == "metric":
        if not properties.get("region"):
            yield Fault(place, "It names no region", "Add the region of its metrics")
        for row in properties.get("metrics", []):
            yield from _metric(place, row, published)
    if widget.get("type") == "log":
        yield from _query(place, str(properties.get("query", "")))


def _metric(place: str, row: Any, published: metrics.Published) -> Iterator[Fault]:
    drawn = [each for each in row if isinstance(each, Mapping)]
    texts = [each for each in row if isinstance(each, str)]
    for stat in (each["stat"] for each in drawn if "stat" in each):
        if stat not in STATISTICS and not EXTENDED.fullmatch(stat):
            yield Fault(place, f"There is no statistic {stat}", "Write p99, Sum, Average …")
    if any("expression" in each for each in drawn) or REPEATS & set(texts) or not texts:
        return
    if len(texts) % 2:
        yield Fault(place, f"{texts[-1]} has no value", "Write each dimension with its value")
        return
    dimensions = dict(zip(texts[2::2], texts[3::2], strict=True))
    metric = {"namespace": texts[0], "metric_name": texts[1], "dimensions": dimensions}
    yield from published.faults(place, metric)


def _query(place: str, text: str) -> Iterator[Fault]:
    try:
        query = read(text)
    except QueryError as error:
        yield Fault(place, f"The query cannot be read: {error}", "Write it as Logs Insights does")
        return
    for name in sorted(query.functions):
        if name.lower() not in table("logs_insights")["functions"]:
            yield Fault(place, f"Logs Insights has no function {name}", "Use one of its own")
