"""The bodies of a contract and their examples, which each body needs and its schema allows."""

from collections.abc import Iterator, Mapping
from typing import Any

VERBS = ("get", "head", "post", "put", "patch", "delete")


def operations(contract: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(path, verb, operation) of every operation that consumers can call."""
    for path, item in contract["paths"].items():
        for verb in VERBS:
            if verb in item:
                yield path, verb, item[verb]


def bodies(contract: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(name, media type object) of every request body and every response body."""
    for path, verb, operation in operations(contract):
        route = f"{verb.upper()} {path}"
        for media, content in operation.get("requestBody", {}).get("content", {}).items():
            yield f"{route}, body, {media}", content
        for status, response in operation["responses"].items():
            for media, content in response.get("content", {}).items():
                yield f"{route}, {status}, {media}", content


def examples(content: Mapping[str, Any]) -> list[Any]:
    """All examples of one body."""
    alone = [content["example"]] if "example" in content else []
    return alone + [each["value"] for each in content.get("examples", {}).values()]


def faults(contract: Mapping[str, Any]) -> list[str]:
    """A sentence for each body without an example, and for each example that its schema refuses."""
    from openapi_schema_validator import (  # noqa: PLC0415 - slow to import, and seldom needed
        OAS30Validator,
        oas30_format_checker,
    )

    sentences = []
    for place, content in bodies(contract):
        if not examples(content):
            sentences.append(f"{place} has no example")
        # References are looked up in the whole, so the components come along.
        schema = {**content["schema"], "components": contract["components"]}
        validator = OAS30Validator(schema, format_checker=oas30_format_checker)
        for example in examples(content):
            sentences += [
                f"the example of {place} does not fit: {error.json_path}: {error.message}"
                for error in validator.iter_errors(example)
            ]
    return sentences
