"""Secrets and personal data where everybody who sees the plan or the console reads them."""

import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from typing import Any

from tools.review.plan.facts.model import Change, Danger, Kind, Plan, Weight
from tools.review.plan.facts.places import configuration
from tools.review.plan.rules import looks
from tools.review.plan.rules.tables import rows

VARIABLES = (
    "environment", "variables", "stage_variables", "tags", "default_arguments", "parameters",
)  # fmt: skip
DOCUMENTS = (
    "body", "dashboard_body", "template_body", "definition", "content", "statement", "query_string",
)  # fmt: skip
"""Their examples and patterns look like data, and are nobody's."""
OF_LITERALS: Mapping[str, Any] = {}
"""`jsonencode({ password = "x" })` has no reference to anything."""
PARAMETER, SECURE = "aws_ssm_parameter", "SecureString"
ADVICE = "Put it into Secrets Manager (personal data: nowhere), plan with its name, and change it"


def dangers(plan: Plan) -> Iterator[Danger]:
    """Each new or changed text that looks like a secret, or like somebody's data."""
    for change in plan.coming():
        reasons = [*_of_texts(change), *_literals(plan, change), *_masked(change)]
        for reason in dict.fromkeys(reasons):
            yield Danger(Kind.PLAIN, change.address, reason, ADVICE, Weight.STOP)


def _of_texts(change: Change) -> Iterator[str]:
    before, after = change.sides()
    old = dict(_texts(before))
    for path, value in _texts(after):
        if old.get(path) != value and not value.startswith("(sensitive"):
            yield from filter(None, [_reason(change, path, value)])


def _texts(values: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text that consoles show, with its path; a script as its author wrote it."""
    if isinstance(values, Mapping):
        for name, value in values.items():
            if path or {"name": name} in rows("plain_values", "places"):
                yield from _texts(value, f"{path}.{name}" if path else str(name))
    elif isinstance(values, list):
        for index, value in enumerate(values):
            yield from _texts(value, f"{path}.{index}")
    elif isinstance(values, str) and values:
        yield path, _decoded(values) if _is_script(path) else values


def _is_script(path: str) -> bool:
    return {"name": path.rpartition(".")[2]} in rows("plain_values", "scripts")


def _decoded(script: str) -> str:
    """The text of a script in base64; any other one as it is."""
    try:
        return b64decode(script, validate=True).decode()
    except ValueError:
        return script


def _reason(change: Change, path: str, value: str) -> str:
    place = re.sub(r"\.\d+(?=\.|$)", "", path)
    first, name = path.partition(".")[0], path.rpartition(".")[2]
    if what := looks.secret(value):
        return f"{place} looks like {what}"
    if first in VARIABLES and looks.is_called_secret(name) and not looks.refers(value):
        return f"{place} is called a secret, and has it in plain text"
    if first in VARIABLES and looks.is_random(value):
        return f"{place} looks like a random secret"
    if _is_plain_parameter(change, path, value):
        return f"{place} is called a secret, and is no SecureString"
    what = "" if first in DOCUMENTS else looks.personal(value)
    return f"{place} has {what}" if what else ""


def _is_plain_parameter(change: Change, path: str, value: str) -> bool:
    """Whether it is the value of a parameter that is called a secret."""
    after = change.after or {}
    own = str(after.get("name", "")).rpartition("/")[2].replace("-", "_")
    return (
        change.type == PARAMETER
        and after.get("type") != SECURE
        and path in {"value", "insecure_value"}
        and looks.is_called_secret(own)
        and not looks.refers(value)
    )


def _masked(change: Change) -> Iterator[str]:
    """Parts of requests that a log has had masked, and shows now."""
    before, after = change.sides()
    is_log = change.type == "aws_wafv2_web_acl_logging_configuration" and change.is_there_after
    if is_log and any(each not in _redacted(after) for each in _redacted(before)):
        yield "The firewall's log shows parts of requests that it masked, such as tokens"


def _redacted(values: Mapping[str, Any]) -> list[Any]:
    return list(values.get("redacted_fields") or [])


def _literals(plan: Plan, change: Change) -> Iterator[str]:
    """Secrets in the source: sensitive in the plan, and open in the repository."""
    expressions = configuration(plan, change.address).get("expressions", {})
    before, after = change.sides()
    names = {row["name"] for row in rows("plain_values", "literals")}
    for name in sorted({*expressions} & {*after}):
        if before.get(name) == after.get(name) or _is_shown(change):
            continue
        hidden = change.sensitive_after.get(name) if _is_mapping(change.sensitive_after) else None
        for path in _written(expressions[name], hidden or (name in names), name):
            yield f"{path} is written in the source, and so in the repository's history"
        # The plan has a digest of a machine's script alone.
        script = _constant(expressions[name]) if _is_script(name) else ""
        if what := looks.secret(script):
            yield f"{name} looks like {what}"


def _is_shown(change: Change) -> bool:
    """Whether it is the value of a parameter that is no secret, though every plan hides it."""
    return change.type == PARAMETER and (change.after or {}).get("type") != SECURE


def _written(expression: Any, hidden: Any, path: str) -> Iterator[str]:
    """The arguments whose value is a literal where the plan hides it, through nested blocks."""
    if hidden is True and (_constant(expression) or expression == OF_LITERALS):
        yield path
    elif isinstance(expression, list):
        parts = hidden if isinstance(hidden, list) else [hidden] * len(expression)
        for inner, part in zip(expression, parts, strict=False):
            yield from _written(inner, part, path)
    elif _is_mapping(expression) and _is_mapping(hidden):
        for name in sorted({*expression} & {*hidden}):
            yield from _written(expression[name], hidden[name], f"{path}.{name}")


def _constant(expression: Any) -> str:
    """The literal that it is; empty when it is none."""
    value = expression.get("constant_value") if _is_mapping(expression) else None
    return str(value or "")


def _is_mapping(value: Any) -> bool:
    return isinstance(value, Mapping)
