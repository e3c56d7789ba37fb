"""Expressions as nobody writes them: half characters, and parentheses without end."""

import pytest

from embedded_aws.dynamodb.errors import SerializationError, ValidationError
from embedded_aws.dynamodb.expressions import condition_grammar
from embedded_aws.dynamodb.expressions.references import References
from embedded_aws.dynamodb.requests.expressions import Expressions
from embedded_aws.dynamodb.values.attributes import normalized


def test_half_a_character_is_a_syntax_error() -> None:
    with pytest.raises(ValidationError, match="Syntax error"):
        condition_grammar.parsed("a = \ud800", References(None, None))


@pytest.mark.parametrize("text", ["(" * 4000, "NOT " * 1000 + "a = a", "size(" * 800])
def test_an_expression_that_is_nested_too_deeply_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="Invalid ConditionExpression"):
        Expressions({"ConditionExpression": text}).condition("ConditionExpression")


@pytest.mark.parametrize("value", [{"B": "NS"}, {"BS": ["TlM=", "NS"]}])
def test_a_binary_in_a_set_is_base64_too(value: dict[str, object]) -> None:
    with pytest.raises(SerializationError, match="Invalid Base64"):
        normalized({"a": value})
