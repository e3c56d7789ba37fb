"""Parsing of an OpenAPI operation before it becomes a method."""

import pytest

from embedded_aws.gateway.control_plane.documents.operations import (
    inline_schemas,
    model_name,
    operation,
)


def test_the_name_of_an_inline_schema_depends_on_its_content_alone() -> None:
    one = model_name({"type": "object", "required": ["a"]})

    assert one == model_name({"required": ["a"], "type": "object"})
    assert one != model_name({"type": "object", "required": ["b"]})
    assert one.isalnum()


def test_an_operation_has_every_part_that_is_asked_of_it() -> None:
    read = operation({}, {"get": {}}, "get")

    assert read == {"parameters": [], "requestBody": {}, "responses": {}}


def test_statuses_written_as_numbers_become_text() -> None:
    read = operation({}, {"get": {"responses": {200: {"description": "fine"}}}}, "get")

    assert list(read["responses"]) == ["200"]


def test_reading_leaves_the_document_as_it_was() -> None:
    document = {"components": {"parameters": {"P": {"name": "p", "in": "query"}}}}
    item = {"get": {"parameters": [{"$ref": "#/components/parameters/P"}]}}

    operation(document, item, "get")

    assert item == {"get": {"parameters": [{"$ref": "#/components/parameters/P"}]}}


@pytest.mark.parametrize(
    ("schema", "inline"),
    [({"type": "string"}, 1), ({"$ref": "#/components/schemas/A"}, 0), ({}, 0)],
)
def test_only_schemas_without_a_name_are_inline(schema: dict[str, str], inline: int) -> None:
    body = {"requestBody": {"content": {"application/json": {"schema": schema}}}, "responses": {}}

    assert len(inline_schemas(body)) == inline
