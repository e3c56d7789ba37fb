"""Mapping templates whose answer the gateway's cache gives to every caller."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tools.command import CommandError

# A template may set these and read its own settings; all else in $context is about one request.
_OWN = r"\$!?\{?context\.(?!responseOverride\b|requestOverride\b)\w+"
_PARAMETER = r"\$!?\{?input\.params\(\s*['\"]?([^'\")]*)['\"]?\s*\)"


def check(keys: Iterable[str], integration: Mapping[str, Any]) -> None:
    """CommandError for a value of one caller that a template would hand to the next."""
    known = {key.partition(".")[2].lower() for key in keys}
    for template in _templates(integration):
        text = re.sub(r"##.*", "", template)
        for value in re.findall(_OWN, text):
            raise CommandError(
                f"A cached template uses {value}, which the next caller would get as well; leave "
                "it out or do not cache the route."
            )
        for name in re.findall(_PARAMETER, text):
            if name.lower() not in known:
                raise CommandError(
                    f"A cached template reads the parameter {name or '(all of them)'}, which is no "
                    "key of the cache; add it to the keys or do not cache the route."
                )


def _templates(integration: Mapping[str, Any]) -> list[str]:
    requests = integration.get("requestTemplates", {}).values()
    responses = integration.get("responses", {}).values()
    answers = [text for each in responses for text in each.get("responseTemplates", {}).values()]
    return [*requests, *answers]
