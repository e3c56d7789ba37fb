"""API Gateway's operations: found by method and path, as botocore describes them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote

import botocore.session

SERVICE = "apigateway"
ROOTS = (
    "account",
    "apikeys",
    "clientcertificates",
    "domainnameaccessassociations",
    "domainnames",
    "rejectdomainnameaccessassociations",
    "restapis",
    "sdktypes",
    "tags",
    "usageplans",
    "vpclinks",
)
"""The first parts of all paths: botocore's description is read at the first request."""
GREEDY = ("resource_arn", "association_arn")
"""Names at the end of parameters whose values contain slashes."""


@dataclass(frozen=True)
class Operation:
    """One operation: its shapes and its place."""

    name: str
    method: str
    segments: tuple[str, ...]
    query: Mapping[str, str]
    status: int
    input: Any
    output: Any

    def parameters(self, segments: list[str]) -> dict[str, str] | None:
        """The path's parameters; None when the path is another one."""
        values = {}
        for number, template in enumerate(self.segments):
            if not template.startswith("{"):
                if segments[number] != template:
                    return None
            elif self.is_greedy and number == len(self.segments) - 1:
                values[template[1:-1]] = unquote("/".join(segments[number:]))
            else:
                values[template[1:-1]] = unquote(segments[number])
        return values

    @property
    def is_greedy(self) -> bool:
        """Whether its last parameter takes the rest of the path."""
        return self.segments[-1].strip("{}").endswith(GREEDY)


def matching(method: str, path: str, query: Mapping[str, list[str]]) -> Iterator[Any]:
    """The operation that is meant and its parameters, if there is one."""
    segments = [part for part in path.split("/") if part]
    for each in _candidates(method, len(segments)):
        parameters = each.parameters(segments)
        fixed = all(query.get(name) == [value] for name, value in each.query.items())
        if parameters is not None and fixed:
            yield each, parameters
            return


@cache
def _candidates(method: str, length: int) -> tuple[Operation, ...]:
    return tuple(
        each
        for each in every().values()
        if each.method == method
        and (len(each.segments) == length or (each.is_greedy and 0 < len(each.segments) <= length))
    )


@cache
def every() -> dict[str, Operation]:
    """All operations by name: those with a fixed query and the most literal paths first."""
    model = botocore.session.get_session().get_service_model(SERVICE)
    operations = [_read(model.operation_model(name)) for name in model.operation_names]
    operations.sort(key=lambda each: (-len(each.query), str(each.segments).count("{")))
    return {each.name: each for each in operations}


def _read(model: Any) -> Operation:
    path, _, query = model.http["requestUri"].partition("?")
    return Operation(
        name=model.name,
        method=model.http["method"],
        segments=tuple(part for part in path.split("/") if part),
        query=dict(re.findall(r"([^=&]+)=([^&]*)", query)),
        status=int(model.http.get("responseCode") or 200),
        input=model.input_shape,
        output=model.output_shape,
    )
