"""`$context` variables of access logs, mapping templates and gateway responses."""

import difflib
import re
from collections.abc import Iterator

from tools.review.aws_rules.knowledge.openapi import Engine, templates
from tools.review.aws_rules.knowledge.tables import table
from tools.review.aws_rules.model import Fault, Subject
from tools.review.aws_rules.values import at

PROMISE = "Every $context variable exists where it is used, and an access log has a request id"
PAGE = (
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
    "api-gateway-variables-for-access-logging.html"
)
USED = re.compile(r"\$!?\{?context((?:\.[A-Za-z0-9_]+)+)(\(?)")
REQUEST_IDS = {"requestId", "extendedRequestId"}


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of the stages' log formats, then of templates."""
    for stage in subject.of("aws_api_gateway_stage"):
        for format_ in at(stage.values, "access_log_settings.format"):
            yield from _of_format(stage.place, str(format_))
    for template in templates(subject):
        for name in _unknown(template.text, _known(template.engine)):
            yield _fault(template.place, name, template.engine)


def _of_format(place: str, text: str) -> Iterator[Fault]:
    known = set(table("context_variables")["access_log"]["variables"])
    for name in _unknown(text, known):
        yield _fault(place, name, None)
    if not REQUEST_IDS & set(_names(text)):
        yield Fault(
            place,
            "The access-log format has neither $context.requestId nor $context.extendedRequestId",
            "Add one: API Gateway refuses the stage without",
        )
    if "\n" in text.rstrip("\n"):
        yield Fault(place, "The access-log format has several lines", "Write it on one line")


def _names(text: str) -> list[str]:
    """Names such as `identity.sourceIp`, without a method that is called on the variable."""
    uses = ((path[1:], call) for path, call in USED.findall(text))
    return [path.rpartition(".")[0] if call else path for path, call in uses]


def _unknown(text: str, known: set[str]) -> list[str]:
    return sorted({name for name in _names(text) if name and not _fits(name, known)})


def _fits(name: str, known: set[str]) -> bool:
    return name in known or f"{name.rpartition('.')[0]}.*" in known


def _known(engine: Engine) -> set[str]:
    variables = table("context_variables")
    more = variables["gateway_response"]["beyond_template"] if engine is Engine.SUBSTITUTION else []
    return {*variables["template"]["variables"], *more}


def _fault(place: str, name: str, engine: Engine | None) -> Fault:
    variables = table("context_variables")
    part = variables["access_log" if engine is None else engine.value]
    near = difflib.get_close_matches(name, _known(engine) if engine else part["variables"], n=1)
    hint = f"Did you mean $context.{near[0]}?" if near else "See the page for those there are"
    return Fault(place, f"There is no $context.{name} here: it stays empty", hint, part["source"])
