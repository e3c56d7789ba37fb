"""The public contract as a page for people: one file that asks nothing of the network."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from tools.build.contracts.bodies import examples, operations


def page(contract: Mapping[str, Any]) -> str:
    """Every route with its parameters and an example of each body and error, as HTML."""
    loader = FileSystemLoader(Path(__file__).parent)
    template = Environment(loader=loader, autoescape=True).get_template("page.html.j2")
    routes = [_route(*found) for found in operations(contract)]
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
    rules = [_rule(*held) for held in parameter["schema"].items() if held[0] != "example"]
    return {**parameter, "allowed": ", ".join(rules)}


def _rule(keyword: str, value: Any) -> str:
    return " | ".join(map(str, value)) if keyword == "enum" else f"{keyword}: {value}"


def _bodies(operation: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is sent and what is answered; errors are folded away."""
    request = operation.get("requestBody", {}).get("content", {})
    found = [_body("Request", content, shown=True) for content in request.values()]
    for status, response in operation["responses"].items():
        title = f"{status} {response['description']}"
        contents = response.get("content", {}).values()
        found += [_body(title, content, shown=status[0] == "2") for content in contents]
    return found


def _body(title: str, content: Mapping[str, Any], *, shown: bool) -> dict[str, Any]:
    texts = [json.dumps(each, indent=2, ensure_ascii=False) for each in examples(content)]
    return {"title": title, "open": shown, "examples": texts}
