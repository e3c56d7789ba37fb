"""Terraform's plans, as resources with their values."""

from collections.abc import Iterator, Mapping
from typing import Any

from tools.review.aws_rules.model import Document, Resource, Subject
from tools.review.aws_rules.values import parsed


def of_plan(root: str, plan: Mapping[str, Any]) -> Subject:
    """The resources of a plan in the format of `terraform show -json`."""
    planned = plan.get("planned_values", {}).get("root_module", {})
    resources = tuple(_resources(root, planned))
    bodies = [
        (each, parsed(each.values.get("body")))
        for each in resources
        if each.type == "aws_api_gateway_rest_api"
    ]
    documents = tuple(Document(each.place, body) for each, body in bodies if body)
    return Subject(resources, documents)


def _resources(root: str, module: Mapping[str, Any]) -> Iterator[Resource]:
    for each in module.get("resources", []):
        if each["mode"] == "managed":
            yield Resource(f"{root}: {each['address']}", each["type"], each["values"])
    for child in module.get("child_modules", []):
        yield from _resources(root, child)
