"""Examples of bodies and errors, from the declarations of models and errors."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from shared.problems import ProblemError, invalid, problem_body
from shared.routes import Route, Routes
from tools.command import CommandError

REQUEST_ID = "7c1e6b1a-52f0-4c6e-9a51-0d3a4f6b2e19"
SCOPE_NEEDED = "This needs the scope {scope}."
# What the gateway and the router say on their own, whatever the service.
DETAILS = {
    HTTPStatus.UNAUTHORIZED: "A valid bearer token is needed.",
    HTTPStatus.FORBIDDEN: SCOPE_NEEDED,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The request is larger than this API takes.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "Send application/json.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many requests at once; slow down.",
}


def example_of(model: type[BaseModel]) -> Any:
    """One example body of the model, composed of the examples of its fields."""
    schema = model.model_json_schema()
    return _example(schema, schema.get("$defs", {}), model.__name__)


def _example(schema: Mapping[str, Any], definitions: Mapping[str, Any], place: str) -> Any:
    if "examples" in schema:
        return schema["examples"][0]
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return _example(definitions[name], definitions, name)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if "properties" in schema:
        return _fields(schema, definitions, place)
    if "items" in schema:
        return [_example(schema["items"], definitions, f"{place}[]")]
    if options := [each for each in schema.get("anyOf", []) if each.get("type") != "null"]:
        return _example(options[0], definitions, place)
    raise CommandError(f"{place} has no example; add Field(examples=[…]) to it")


def _fields(schema: Mapping[str, Any], definitions: Mapping[str, Any], place: str) -> Any:
    """All required fields, and the optional ones with an example."""
    required = schema.get("required", [])
    return {
        name: _example(field, definitions, f"{place}.{name}")
        for name, field in schema["properties"].items()
        if name in required or "examples" in field
    }


def problem_examples(routes: Routes, route: Route) -> dict[HTTPStatus, dict[str, Any]]:
    """The problems of each error that the route declares, by status and the error's name."""
    by_status: dict[HTTPStatus, dict[str, Any]] = {}
    for error in route.errors:
        if isinstance(error, HTTPStatus):
            by_status.setdefault(error, {})
            continue
        if issubclass(error, ProblemError):
            problem = cast("ProblemError", _without_arguments(error))
            by_status.setdefault(problem.status, {})[_name(error)] = _problem(problem)
            continue
        if error not in routes.problems:
            raise CommandError(
                f"{route.method} {route.path} declares {error.__name__}, which has no status; "
                f"add routes.problem({error.__name__}, …)"
            )
        status, _ = routes.problems[error]
        sentence = str(routes.examples.get(error) or _without_arguments(error))
        by_status.setdefault(status, {})[_name(error)] = _problem(ProblemError(status, sentence))
    return by_status


def _name(error: type[Exception]) -> str:
    return error.__name__.removesuffix("Error")


def _without_arguments(error: type[Exception]) -> Exception:
    try:
        return error()
    except TypeError as needs:
        name = error.__name__
        raise CommandError(
            f"{name} has no example; add routes.problem({name}, …, example={name}(…))"
        ) from needs


def usual_problem(status: HTTPStatus, route: Route) -> dict[str, Any]:
    """The problem with which any route answers this status."""
    if status is HTTPStatus.BAD_REQUEST:
        return _problem(_refused_input(route))
    detail = DETAILS.get(status, f"{status.description or status.phrase}.")
    return _problem(ProblemError(status, detail.format(scope=route.scope)))


def _refused_input(route: Route) -> ProblemError:
    """The router's problem for a first field of the wrong type, in body, query or headers."""
    declared = (("body", route.body), ("query", route.query), ("header", route.headers))
    place, model = next((each for each in declared if each[1]), ("request", None))
    if model is None:
        return ProblemError(HTTPStatus.BAD_REQUEST, "The request is not valid.")
    name, field = next(iter(model.model_fields.items()))
    try:
        model.model_validate({field.alias or name: object()})
    except ValidationError as error:
        refused = invalid(error, place)
        return ProblemError(refused.status, refused.detail, errors=refused.errors[:1])
    return ProblemError(HTTPStatus.BAD_REQUEST, f"The {place} is not valid.")


def _problem(error: ProblemError) -> dict[str, Any]:
    return problem_body(error, REQUEST_ID)
