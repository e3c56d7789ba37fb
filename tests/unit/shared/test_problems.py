"""Errors as consumers see them."""

from http import HTTPStatus
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from shared.problems import MOST_FAULTS, FieldError, ProblemError, invalid, problem_body


class Part(BaseModel):
    size: int


class Whole(BaseModel):
    parts: list[Part]


def refusal(value: Any) -> ProblemError:
    with pytest.raises(ValidationError) as refused:
        Whole.model_validate(value)
    return invalid(refused.value, "body")


def test_a_problem_says_status_detail_and_request() -> None:
    assert problem_body(ProblemError(HTTPStatus.GONE, "It left."), "r1") == {
        "type": "about:blank",
        "title": "Gone",
        "status": 410,
        "detail": "It left.",
        "requestId": "r1",
    }


def test_a_problem_names_the_fields_at_fault() -> None:
    error = ProblemError(
        HTTPStatus.BAD_REQUEST, "No.", errors=(FieldError(field="size", detail="Too small"),)
    )

    assert problem_body(error, "r1")["errors"] == [{"field": "size", "detail": "Too small"}]


def test_a_fault_is_named_by_the_path_of_its_field() -> None:
    error = refusal({"parts": [{"size": 1}, {"size": "large"}]})

    assert (error.status, error.detail) == (400, "The body is not valid.")
    [fault] = error.errors
    assert fault.field == "parts.1.size"
    assert fault.detail.startswith("Input should be a valid integer")


def test_a_fault_of_the_whole_is_named_by_its_place() -> None:
    [fault] = refusal(5).errors

    assert fault.field == "body"


def test_of_many_faults_the_first_are_told() -> None:
    error = refusal({"parts": [{} for _ in range(MOST_FAULTS + 1)]})

    assert [each.field for each in error.errors] == [f"parts.{n}.size" for n in range(MOST_FAULTS)]
