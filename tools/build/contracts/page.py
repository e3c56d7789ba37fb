"""The public contract as one self-contained HTML page."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from tools.build.contracts.bodies import examples, operations


def page(contract: Mapping[str, Any]) -> str:
    """The HTML: every route with its parameters, and an example of each body and error."""
    loader = FileSystemLoader(Path(__file__).parent)
    template = Environment(loader=loader, autoescape=True).get_template("page.html.j2")
    routes = [_route(*operation) for operation in operations(contract)]
    return template.render(info=contract["info"], routes=routes)


def _route(path: str, verb: str, operation: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": operation["operationId"],
        "method": verb.upper(),
        "path": path,
        "summary": operation["summary"],
        "scope": operation["x-required-scope"],
        "throttle_class": operation["x-throttle-class"],
        "parameters": [_parameter(each) for each in operation.get("parameters", [])],
        "bodies": _bodies(operation),
    }


def _parameter(parameter: Mapping[str, Any]) -> dict[str, Any]:
    rules = [_rule(*rule) for rule in parameter["schema"].items() if rule[0] != "example"]
    return {**parameter, "allowed": ", ".join(rules)}


def _rule(keyword: str, value: Any) -> str:
    return " | ".join(map(str, value)) if keyword == "enum" else f"{keyword}: {value}"


def _bodies(operation: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Request and response bodies; those of errors are folded."""
    request = operation.get("requestBody", {}).get("content", {})
    rendered = [_body("Request", content, unfolded=True) for content in request.values()]
    for status, response in operation["responses"].items():
        title = f"{status} {response['description']}"
        contents = response.get("content", {}).values()
        rendered += [_body(title, content, unfolded=status[0] == "2") for content in contents]
    return rendered


def _body(title: str, content: Mapping[str, Any], *, unfolded: bool) -> dict[str, Any]:
    texts = [json.dumps(each, indent=2, ensure_ascii=False) for each in examples(content)]
    return {"title": title, "open": unfolded, "examples": texts}
