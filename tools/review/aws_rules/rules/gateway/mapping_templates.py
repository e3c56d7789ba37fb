"""Velocity as API Gateway runs it: functions, variables, limits."""

import re
from collections.abc import Iterator

from tools.review.aws_rules.knowledge.openapi import Engine, Template, templates
from tools.review.aws_rules.model import Fault, Subject

PROMISE = "Mapping templates use only functions, variables and sizes that API Gateway has"
PAGE = (
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
    "api-gateway-mapping-template-reference.html"
)
LARGEST = 300 * 1024
ROUNDS = 1000
UTIL = {"escapeJavaScript", "parseJson", "urlEncode", "urlDecode", "base64Encode", "base64Decode"}
INPUT = {"body", "json", "params", "path"}
ROOTS = {
    "context",
    "input",
    "util",
    "stageVariables",
    "foreach",
    "velocityCount",
    "velocityHasNext",
}
COMMENT = re.compile(r"##[^\n]*|#\*.*?\*#", re.DOTALL)
FUNCTION = re.compile(r"\$!?\{?(util|input)\.([A-Za-z]\w*)")
REFERENCE = re.compile(r"(?<!\\)\$!?\{?([A-Za-z][\w-]*)")
DEFINED = re.compile(r"#(?:set|foreach)\s*\(\s*\$!?\{?([A-Za-z][\w-]*)")
MACRO = re.compile(r"#macro\s*\(([^)]*)\)")
DIRECTIVE = re.compile(r"#\{?(set|if|elseif|else|end|foreach|macro|include|parse)\b")
RANGE = re.compile(r"#foreach\s*\([^)]*\[\s*(\d+)\s*\.\.\s*(\d+)\s*\]")


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of every template, by the engine that evaluates it."""
    for template in templates(subject):
        if len(template.text.encode()) > LARGEST:
            yield Fault(
                template.place,
                f"The template is larger than {LARGEST // 1024} KB",
                "Move the work into a function",
            )
        if template.engine is Engine.SUBSTITUTION:
            yield from _plain(template)
        else:
            yield from _velocity(template)


def _plain(template: Template) -> Iterator[Fault]:
    if directive := DIRECTIVE.search(template.text):
        yield Fault(
            template.place,
            f"Gateway responses only fill variables in: {directive[0]} is sent as it stands",
            "Answer with what $context.error and the status say",
        )


def _velocity(template: Template) -> Iterator[Fault]:
    text = COMMENT.sub("", template.text)
    for root, name in sorted(set(FUNCTION.findall(text))):
        if name not in (UTIL if root == "util" else INPUT):
            known = ", ".join(sorted(UTIL if root == "util" else INPUT))
            yield Fault(template.place, f"There is no ${root}.{name}", f"There are {known}")
    for name in _undefined(text):
        yield Fault(
            template.place,
            f"${name} is never set, so its name is what is sent",
            f"Set it, or write $!{name} for nothing",
        )
    yield from _structure(template.place, text)


def _undefined(text: str) -> list[str]:
    known = ROOTS | set(DEFINED.findall(text))
    for macro in MACRO.findall(text):
        known |= {part.lstrip("$") for part in macro.split()[1:]}
    loud = {name for name in REFERENCE.findall(text) if f"$!{name}" not in text}
    return sorted(loud - known - {name for name in loud if f"$!{{{name}" in text})


def _structure(place: str, text: str) -> Iterator[Fault]:
    directives = DIRECTIVE.findall(text)
    opened, closed = sum(map(directives.count, ("if", "foreach", "macro"))), directives.count("end")
    if opened != closed:
        yield Fault(place, f"{opened} blocks are opened and {closed} ended", "Balance #end")
    for name in sorted({"include", "parse"} & set(directives)):
        yield Fault(place, f"#{name} has no file to read in API Gateway", "Write it out")
    for first, last in RANGE.findall(text):
        if abs(int(last) - int(first)) + 1 > ROUNDS:
            yield Fault(
                place, f"#foreach ends after {ROUNDS} rounds", "Page, or let a function do it"
            )
