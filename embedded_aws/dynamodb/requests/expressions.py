"""The expressions of a request, parsed; each error says which expression it is about."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from embedded_aws.dynamodb.errors import ValidationError
from embedded_aws.dynamodb.expressions import (
    condition_grammar,
    projection_grammar,
    update_grammar,
)
from embedded_aws.dynamodb.expressions.conditions import Condition
from embedded_aws.dynamodb.expressions.paths import Path
from embedded_aws.dynamodb.expressions.references import References
from embedded_aws.dynamodb.expressions.updates import Action

type Request = Mapping[str, Any]
TOO_DEEP = "The expression is nested too deeply"


class Expressions:
    """A request's expressions and what they refer to."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self.references = References(
            request.get("ExpressionAttributeNames"), request.get("ExpressionAttributeValues")
        )

    def condition(self, parameter: str) -> Condition | None:
        """The condition in this parameter."""
        return self._parsed(parameter, condition_grammar.parsed)

    def update(self) -> list[Action] | None:
        """The actions of `UpdateExpression`."""
        return self._parsed("UpdateExpression", update_grammar.parsed)

    def projection(self) -> list[Path] | None:
        """The paths of `ProjectionExpression`."""
        return self._parsed("ProjectionExpression", projection_grammar.parsed)

    def _parsed[Tree](
        self, parameter: str, parse: Callable[[str, References], Tree]
    ) -> Tree | None:
        text = self._request.get(parameter)
        if text is None:
            return None
        with about(parameter):
            return parse(text, self.references)


@contextmanager
def about(parameter: str) -> Iterator[None]:
    """Name the parameter in errors of the block."""
    try:
        yield
    except ValidationError as error:
        raise ValidationError(f"Invalid {parameter}: {error.message}") from error
    except RecursionError:
        raise ValidationError(f"Invalid {parameter}: {TOO_DEEP}") from None


def not_mixed(request: Request, expressions: tuple[str, ...], legacy: tuple[str, ...]) -> None:
    """Refuse expressions beside older parameters, and references without expressions."""
    given = [name for name in expressions if name in request]
    older = [name for name in legacy if name in request]
    if given and older:
        raise ValidationError(
            "Can not use both expression and non-expression parameters in the same request: "
            f"Non-expression parameters: {{{', '.join(older)}}} "
            f"Expression parameters: {{{', '.join(given)}}}"
        )
    if "ExpressionAttributeNames" in request and not given:
        raise ValidationError(
            "ExpressionAttributeNames can only be specified when using expressions"
        )
    with_values = [name for name in expressions if name != "ProjectionExpression"]
    if "ExpressionAttributeValues" in request and not set(with_values) & set(given):
        verb = "are" if len(with_values) > 1 else "is"
        raise ValidationError(
            "ExpressionAttributeValues can only be specified when using expressions: "
            f"{' and '.join(with_values)} {verb} null"
        )
