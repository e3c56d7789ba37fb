"""Statements that DynamoDB does not read, and its words for them."""

import pytest

from embedded_aws.tests.integration.server.dynamodb.asking import Dynamo, Refused, text
from embedded_aws.tests.integration.server.dynamodb.statements.partiql import (
    LEFTOVER,
    MALFORMED,
    OWN,
    refused,
)

READ = f"SELECT * FROM things WHERE {OWN}"
OPERANDS = "Incorrect number of operands for operator or function; operator or function: "
PATH = "Operator or function requires a document path; operator or function: attribute_exists"
TYPE = "Incorrect operand type for operator or function; operator or function: "
OVERFLOW = (
    "Number overflow. Attempting to store a number with magnitude larger than supported range"
)
DIGITS = "Attempting to store more than 38 significant digits in a Number"
INSERT = "INSERT INTO things VALUE {'pk': 'a', 'sk': 'b'"


def change(assignment: str) -> str:
    return f"UPDATE things SET {assignment} WHERE {OWN}"


FAULTS: dict[str, Refused] = {
    "no statement": refused("SELECTT * FROMM things", MALFORMED + "Expected data manipulation"),
    "a word too many": refused(f"{READ} foo", LEFTOVER),
    "a number in two parts": refused(f"{READ} AND n = 1 e5", LEFTOVER),
    "a word behind an item": refused(f"{INSERT}}} foo", LEFTOVER),
    "a word behind an update": refused(f"{change('a = 1')} foo", LEFTOVER),
    "a parenthesis too many": refused(f"{READ})", LEFTOVER),
    "an order of a deletion": refused(f"DELETE FROM things WHERE {OWN} ORDER BY sk", LEFTOVER),
    "an order before the condition": refused(
        f"SELECT * FROM things ORDER BY sk WHERE {OWN}", LEFTOVER
    ),
    "an exponent without end": refused(f"{READ} AND n = 1e2147483648", MALFORMED),
    "a scale without end": refused(f"{READ} AND n = 1.5e-2147483647", MALFORMED),
    "a hash": refused(f"{READ} # note", MALFORMED),
    "half a comment": refused(f"{READ} /* note", MALFORMED),
    "another name of a table": refused(
        "SELECT * FROM things t WHERE t.pk = 'a'", "Aliasing is not supported"
    ),
    "another name with AS": refused("SELECT * FROM things AS t", "Aliasing is not supported"),
    "another name in an update": refused(
        f"UPDATE things t SET a = 1 WHERE {OWN}", "Aliasing is not supported"
    ),
    "another name in an insert": refused("INSERT INTO things t VALUE {'pk': 'a'}", LEFTOVER),
    "a number that is too large": refused(f"{READ} AND n = 1e126", f"{OVERFLOW} under root"),
    "39 digits": refused(f"{READ} AND n = {'1' * 39}", f"{DIGITS} under root"),
    "a large number in a map": refused(
        f"{INSERT}, 'm': {{'x': 1e126}}}}", f"{OVERFLOW} under root.x"
    ),
    "a large number in a list": refused(
        f"{INSERT}, 'l': [1, 1e126]}}", f"{OVERFLOW} under root[1]"
    ),
    "a text as a path": refused(f"{READ} AND attribute_exists('ss')", PATH),
    "no operand": refused(
        f"{READ} AND attribute_exists()", f"{OPERANDS}attribute_exists, number of operands: 0"
    ),
    "an operand too many": refused(
        f"{READ} AND attribute_exists(a, b)", f"{OPERANDS}attribute_exists, number of operands: 2"
    ),
    "a function as a column": refused(
        "SELECT size(s) FROM things", "Unexpected path component at 1:8:4"
    ),
    "an unknown function": refused(
        f"{READ} AND EXISTS(ss)", f"Unrecognized function: exists at 1:{len(READ) + 6}:6"
    ),
    "an order of booleans": refused(f"{READ} AND n < true", f"{TYPE}<, operand type: BOOL"),
    "a function as a value": refused(
        f"{INSERT}, 'ss': set_add(<<'a'>>, <<'b'>>)}}",
        f"Unsupported data type: set_add under key root at 1:{len(INSERT) + 9}:7",
    ),
    "an empty set": refused(change("ss = set_add(ss, <<>>)"), "Empty bags are not supported"),
    "a set with a value twice": refused(
        change("ss = set_add(ss, <<'x', 'x'>>)"), "Input collection [x, x] contains duplicates."
    ),
    "a set into another attribute": refused(
        change("t = set_add(ss, <<'x'>>)"),
        "The first argument to SET_ADD must equal the assignment value at 1:23:7",
    ),
    "no set to add": refused(
        change("ss = set_add(ss, 'x')"),
        "The second argument to SET_ADD must be a value with type SET at 1:32:2",
    ),
    "one argument": refused(
        change("ss = set_delete(ss)"), "SET_DELETE must have exactly two arguments at 1:24:10"
    ),
    "a name without letters": refused(
        'SELECT * FROM "" WHERE pk = 1', "Path component cannot be an empty string"
    ),
    "three names": refused(
        "SELECT * FROM a.b.c", "may contain at most 2 components in the FROM clause"
    ),
    "a part of a deletion": refused(
        f"DELETE FROM things WHERE {OWN} RETURNING MODIFIED OLD *",
        "Only RETURNING ALL OLD * is allowed in DELETE statements.",
    ),
}


@pytest.mark.parametrize("row", FAULTS)
def test_a_statement_at_fault_is_refused(dynamo: Dynamo, row: str) -> None:
    """Recorded answer: the DynamoDB conformance suite was run on AWS."""
    assert FAULTS[row].holds(dynamo)


def test_a_parameter_too_few_is_refused(dynamo: Dynamo) -> None:
    """Recorded answer: moto's tests were run on AWS."""
    statement = {"Statement": "SELECT * FROM things WHERE pk = ? AND sk = ?"}

    row = Refused(
        "ExecuteStatement",
        {**statement, "Parameters": [text("a")]},
        "Number of parameters in request and statement don't match.",
    )

    assert row.holds(dynamo)
