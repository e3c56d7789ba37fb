"""Mapping templates in the Velocity Template Language, as in API Gateway."""

import re
from functools import lru_cache
from typing import Any

from airspeed import LocalNamespace, Template, TemplateError

from embedded_aws.gateway.exchange import Exchange
from embedded_aws.gateway.mapping.json_path import JsonPathError
from embedded_aws.gateway.mapping.values import java
from embedded_aws.gateway.mapping.variables import HYPHEN, BadBodyError, Overrides, names

_CODE = re.compile(r"(?:#(?:set|if|elseif)\s*|\$!?\{?[A-Za-z][\w.-]*|(?<=\))\.\w+)\(")
_OVERRIDDEN = re.compile(r"(?<=Override\.header\.)[\w-]+")
_HIDDEN = re.compile(r"\.\s*_")

__all__ = ["BadBodyError", "MappingError", "render"]


class MappingError(Exception):
    """The template is invalid or ends in an error; the message says where."""


class _Names(LocalNamespace):  # type: ignore[misc]  # airspeed has no types
    """The template's variables; assigned values get Java's methods."""

    def __setitem__(self, key: str, value: Any) -> None:
        super().__setitem__(key, java(value))


def render(template: str, exchange: Exchange, body: str, overrides: Overrides) -> str:
    """The template's output; MappingError, or BadBodyError when it needs a JSON body."""
    if not ("$" in template or "#" in template):
        return template
    known = _Names({**names(exchange, body, overrides), "hash": "#"})
    try:
        rendered: str = _compiled(template).merge(known)
    except (TemplateError, JsonPathError, RecursionError) as error:
        cause = error.__cause__
        if isinstance(cause, BadBodyError):
            raise cause from error
        raise MappingError(str(error)) from error
    return rendered


@lru_cache(maxsize=1024)
def _compiled(template: str) -> Template:
    if _HIDDEN.search(template):
        raise MappingError("a name in Velocity begins with a letter, not with _")
    compiled = Template(_as_airspeed_reads(template), filename="mapping template")
    compiled.ensure_compiled()
    return compiled


def _as_airspeed_reads(template: str) -> str:
    """The template rewritten for airspeed: hyphens in names, `#$name`, unescaped strings."""
    template = _OVERRIDDEN.sub(lambda name: name.group().replace("-", HYPHEN), template)
    template = template.replace("#$", "${hash}$")  # else the reference behind it is lost
    parts, at = [], 0
    while match := _CODE.search(template, at):
        end = _end_of_call(template, match.end())
        parts += [template[at : match.end()], _doubled(template[match.end() : end])]
        at = end
    return "".join([*parts, template[at:]])


def _end_of_call(template: str, at: int) -> int:
    """The position of the parenthesis that closes the call, outside of strings."""
    depth, quote = 1, ""
    while at < len(template) and depth:
        character = template[at]
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        else:
            depth += {"(": 1, ")": -1}.get(character, 0)
        at += 1
    return at


def _doubled(code: str) -> str:
    """The text with each backslash doubled, so that airspeed's strings keep it."""
    return code.replace("\\", "\\\\")
