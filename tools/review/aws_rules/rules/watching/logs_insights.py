"""Saved queries of Logs Insights."""

from collections.abc import Iterator

from tools.review.aws_rules.knowledge.access_log import access_logs
from tools.review.aws_rules.knowledge.insights_query import Query, QueryError, read
from tools.review.aws_rules.knowledge.tables import table
from tools.review.aws_rules.model import Fault, Resource, Subject
from tools.review.aws_rules.values import as_list

PROMISE = "Logs Insights queries read, and those over the access log use fields that it has"
PAGE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html"


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of every saved query whose text is known."""
    fields = {log.group: log.fields for log in access_logs(subject) if log.group}
    for resource in subject.of("aws_cloudwatch_query_definition"):
        text = resource.values.get("query_string")
        if not isinstance(text, str):
            continue
        try:
            query = read(text)
        except QueryError as error:
            yield Fault(resource.place, f"The query cannot be read: {error}", "See the page")
            continue
        yield from _functions(resource, query)
        groups = as_list(resource.values.get("log_group_names"))
        if groups and all(group in fields for group in groups):
            known = frozenset[str]().union(*(fields[group] for group in groups))
            yield from _fields(resource, query, known)


def _functions(resource: Resource, query: Query) -> Iterator[Fault]:
    for name in sorted(query.functions):
        if name.lower() not in table("logs_insights")["functions"]:
            yield Fault(resource.place, f"Logs Insights has no function {name}", "See the page")


def _fields(resource: Resource, query: Query, known: frozenset[str]) -> Iterator[Fault]:
    for name in sorted(query.fields - query.defined - known):
        if not name.startswith("@"):
            yield Fault(
                resource.place, f"The access log has no field {name}", "Use one of its format"
            )
