"""Languages of AWS that the embedded AWS reads: expressions, patterns, queries, rules."""

from typing import Any

from embedded_aws.cloudwatch.alarms.composite_rules import RuleError
from embedded_aws.cloudwatch.alarms.composite_rules import read as read_rule
from embedded_aws.cloudwatch.insights import queries
from embedded_aws.cloudwatch.insights.tokens import QueryError, UnservedError
from embedded_aws.cloudwatch.log_lines import filter_patterns
from embedded_aws.cloudwatch.log_lines.conditions import PatternError
from embedded_aws.cloudwatch.maths.expressions import Scope, evaluate
from embedded_aws.cloudwatch.maths.series import MathError
from embedded_aws.dynamodb.errors import DynamoError
from embedded_aws.dynamodb.expressions.key_conditions import split
from embedded_aws.dynamodb.expressions.updates import updated
from embedded_aws.dynamodb.requests import shapes
from embedded_aws.dynamodb.requests.expressions import Expressions
from embedded_aws.dynamodb.values.attributes import normalized
from embedded_aws.dynamodb.values.sizes import item_size
from tests.fuzz.source import Source
from tests.fuzz.target import Target

PLACES = ("a", "b", "a.b", "a[0]", "#n", ":v", ":w", "a[1].c", "size(a)", "pk", "sk")
SIGNS = (" ", "(", ")", ",", "=", "<", ">", "<>", "<=", ">=", "+", "-", ".", "[", "]", "0", "\n")
CONDITIONS = (" AND ", " OR ", " NOT ", " BETWEEN ", " IN ", "attribute_exists(", "contains(")
MORE_CONDITIONS = ("attribute_not_exists(", "attribute_type(", "begins_with(", "size(", " = :v")
UPDATES = ("SET ", " REMOVE ", " ADD ", " DELETE ", "list_append(", "if_not_exists(", "a = :v")
KINDS = ("S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS", "1", "a", "dGVzdA==")
ITEM: dict[str, Any] = {
    "pk": {"S": "1"},
    "a": {"L": [{"N": "1"}, {"M": {"c": {"S": "x"}}}]},
    "b": {"SS": ["1", "2"]},
}
PATTERNS = ("{", "}", "$.a", "$.a[0].b", "$.*", " = ", " != ", " > ", " < ", "&&", "||", "(", ")")
MORE_PATTERNS = (
    '"x*"',
    "%x.%",
    "1",
    " IS NULL",
    " NOT EXISTS",
    "[",
    "]",
    ",",
    "w",
    "...",
    "-",
    "?",
)
LINES = ('{"a": [{"b": 1}], "c": "x"}', "1 2 x [3]", "", "{", '{"a": null}')
COMMANDS = ("fields ", "filter ", "stats ", "sort ", "limit ", "parse ", "display ", "dedup ", "|")
MORE_COMMANDS = (
    "count(*)",
    "avg(a)",
    "pct(a, 95)",
    " by ",
    "bin(5m)",
    " as ",
    "a",
    "@message",
    "like ",
)
WORDS = (
    " and ",
    " or ",
    "not ",
    " in ",
    "[",
    "]",
    "/x(?<n>.)/",
    '"x*"',
    "(",
    ")",
    "=",
    "=~",
    "1",
    ",",
)
OPERATORS = (
    "+",
    "-",
    "*",
    "/",
    "%",
    "^",
    "<",
    "strlen(",
    "concat(",
    "coalesce(",
    "ispresent(",
    " desc",
)
MATHS = (
    "m1",
    "m2",
    "SUM(",
    "METRICS()",
    "IF(",
    "FILL(",
    "PERIOD(",
    "RATE(",
    "ANOMALY_DETECTION_BAND(",
)
MORE_MATHS = (
    "(",
    ")",
    "[",
    "]",
    ",",
    "+",
    "-",
    "*",
    "/",
    "^",
    "<",
    "==",
    " AND ",
    "||",
    "1",
    "0",
    '"x"',
)
RULES = (
    "ALARM(",
    "OK(",
    "INSUFFICIENT_DATA(",
    '"a"',
    "b",
    ")",
    "(",
    " AND ",
    " OR ",
    " NOT ",
    "TRUE",
)
POINTS = {0: 1.0, 60: 0.0, 120: 1e308}


def _expressions(source: Source, parameter: str, words: tuple[str, ...]) -> Expressions:
    values = {":v": source.value(KINDS, 3), ":w": {source.pick(KINDS): source.value(KINDS, 2)}}
    text = source.phrase(words + PLACES + SIGNS)
    names = {"#n": source.text()}
    used = {":v": values[":v"] or {"S": "x"}, ":w": values[":w"]}
    request = {
        parameter: text,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": used,
    }
    shapes.check("UpdateItem", {"TableName": "table", "Key": {"pk": {"S": "1"}}} | request)
    return Expressions(request)


def conditions(source: Source) -> None:
    """A condition, over an item and as one of keys."""
    read = _expressions(source, "ConditionExpression", CONDITIONS + MORE_CONDITIONS)
    condition = read.condition("ConditionExpression")
    if condition:
        condition.holds(ITEM)
        for each in split(condition).values():
            if all("S" in value for value in each.values):  # others are refused before
                each.holds({"S": "x"})


def updates(source: Source) -> None:
    """An update of an item."""
    actions = _expressions(source, "UpdateExpression", UPDATES).update()
    updated(actions or [], ITEM)


def projections(source: Source) -> None:
    """A projection."""
    Expressions({"ProjectionExpression": source.phrase(PLACES + SIGNS)}).projection()


def items(source: Source) -> None:
    """An item's values, as the shapes of requests have let them through."""
    values = {"a": {source.pick(KINDS): source.value(KINDS, 3)}, "b": {"N": source.text()}}
    shapes.check("PutItem", {"TableName": "table", "Item": values})
    item_size(normalized(values))


def patterns(source: Source) -> None:
    """A filter pattern over lines."""
    pattern = source.phrase(PATTERNS + MORE_PATTERNS, 40)[:1024]
    filter_patterns.selectors_of(pattern)
    match = filter_patterns.compiled(pattern)
    for line in (*LINES, source.json(("a", "b", "c"))):
        look = match(line)
        if look:
            look("$.a")


def insights(source: Source) -> None:
    """A Logs Insights query over events."""
    query = source.phrase(COMMANDS + MORE_COMMANDS + WORDS + OPERATORS, 50)
    rows = [{"@message": line, "a": source.text(8), "@timestamp": "0"} for line in LINES]
    queries.compiled(query)(rows)


def maths(source: Source) -> None:
    """Metric math over series."""
    scope = Scope({"m1": POINTS, "m2": {}}, ["m1", "m2"], {"m1": 60}, [0, 60, 120])
    evaluate(source.phrase(MATHS + MORE_MATHS, 40), scope)


def rules(source: Source) -> None:
    """The rule of a composite alarm."""
    read_rule(source.phrase(RULES)).holds({"a": "ALARM"})


TARGETS = (
    Target("dynamodb-conditions", conditions, (DynamoError,)),
    Target("dynamodb-updates", updates, (DynamoError,)),
    Target("dynamodb-projections", projections, (DynamoError,)),
    Target("dynamodb-items", items, (DynamoError,)),
    Target("filter-patterns", patterns, (PatternError,)),
    Target("insights-queries", insights, (QueryError, UnservedError)),
    Target("metric-math", maths, (MathError,)),
    Target("alarm-rules", rules, (RuleError,)),
)
