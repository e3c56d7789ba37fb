"""Metric math (CloudWatch user guide, "Using math expressions with CloudWatch metrics")."""

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from embedded_aws.cloudwatch.maths.functions import FUNCTIONS
from embedded_aws.cloudwatch.maths.series import MathError, elementwise, operators

type Values = dict[int, float]
"""Data points by the begin of their period."""
_WORDS = re.compile(r'"[^"]*"|\'[^\']*\'|&&|\|\||\^|\bAND\b|\bOR\b')
_PYTHON = {"&&": " and ", "||": " or ", "^": "**", "AND": "and", "OR": "or"}


@dataclass(frozen=True)
class Scope:
    """The names that an expression can refer to."""

    series: Mapping[str, Values]
    metrics: Sequence[str]
    """Ids of those that are metrics rather than expressions."""
    periods: Mapping[str, int]
    grid: Sequence[int]
    """The begins of all periods asked for."""


def names_in(expression: str) -> set[str]:
    """Every name in the expression."""
    return {node.id for node in ast.walk(_parsed(expression)) if isinstance(node, ast.Name)}


def evaluate(expression: str, scope: Scope) -> Values:
    """The expression's data points; MathError for an invalid expression."""
    try:
        result = _Evaluation(scope).of(_parsed(expression).body)
    except RecursionError:
        raise MathError("the expression is nested too deeply") from None
    if not isinstance(result, dict):
        raise MathError(f"{expression} is not a time series; TIME_SERIES(…) makes one of a number")
    return result


def _parsed(expression: str) -> ast.Expression:
    """The syntax tree of Python: metric math differs in a few operators only."""
    text = _WORDS.sub(lambda match: _PYTHON.get(match[0], match[0]), expression.strip())
    try:
        return ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, RecursionError) as error:
        raise MathError(f"{expression} is not an expression that can be read") from error


class _Evaluation:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._kinds: dict[type[ast.AST], Any] = {
            ast.Constant: lambda node: node.value,
            ast.Name: self._name,
            ast.List: lambda node: [self.of(each) for each in node.elts],
            ast.UnaryOp: self._unary,
            ast.BinOp: lambda node: self._operated(node.op, node.left, node.right),
            ast.BoolOp: self._logical,
            ast.Compare: self._compared,
            ast.Call: self._call,
        }

    def of(self, node: ast.AST) -> Any:
        """The value of the node: a number, a series, a list of series, or a text."""
        kind = self._kinds.get(type(node))
        if kind is None:
            raise MathError(f"{ast.unparse(node)} has no meaning in metric math")
        return kind(node)

    def _name(self, node: ast.Name) -> Any:
        if node.id in {"REPEAT", "LINEAR"}:
            return node.id
        if node.id not in self._scope.series:
            raise MathError(f"no query has the id {node.id}")
        return self._scope.series[node.id]

    def _unary(self, node: ast.UnaryOp) -> Any:
        return self._apply(node.op, [self.of(node.operand)])

    def _operated(self, operator: ast.AST, *operands: ast.AST) -> Any:
        return self._apply(operator, [self.of(each) for each in operands])

    def _logical(self, node: ast.BoolOp) -> Any:
        result = self.of(node.values[0])
        for each in node.values[1:]:
            result = self._apply(node.op, [result, self.of(each)])
        return result

    def _compared(self, node: ast.Compare) -> Any:
        if len(node.ops) > 1:
            raise MathError(f"{ast.unparse(node)} compares twice; join comparisons with AND")
        return self._operated(node.ops[0], node.left, node.comparators[0])

    def _apply(self, operator: ast.AST, operands: list[Any]) -> Any:
        function = operators.get(type(operator))
        if function is None:
            raise MathError(f"the operator {type(operator).__name__} does not exist in metric math")
        return elementwise(function, *operands)

    def _call(self, node: ast.Call) -> Any:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name == "METRICS":
            text = self.of(node.args[0]) if node.args else ""
            return [self._scope.series[each] for each in self._scope.metrics if text in each]
        if name == "PERIOD" and len(node.args) == 1 and isinstance(node.args[0], ast.Name):
            return float(self._scope.periods.get(node.args[0].id, 60))
        function = FUNCTIONS.get(name)
        if function is None:
            raise MathError(f"{name or ast.unparse(node)} is not implemented by the embedded AWS")
        try:
            return function(self._scope.grid, *(self.of(each) for each in node.args))
        except (TypeError, AttributeError, IndexError) as error:
            raise MathError(f"{ast.unparse(node)} has arguments that {name} cannot take") from error
