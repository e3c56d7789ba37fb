"""The grammar of projections: paths with commas between (Projection expressions)."""

from embedded_aws.dynamodb.errors import ValidationError
from embedded_aws.dynamodb.expressions.grammar import Grammar
from embedded_aws.dynamodb.expressions.paths import Path, apart
from embedded_aws.dynamodb.expressions.references import References


def parsed(text: str, references: References) -> list[Path]:
    """The paths that the text names; ValidationError as DynamoDB refuses it."""
    grammar = Grammar(text, references)
    paths = [grammar.path()]
    while grammar.tokens.symbol(","):
        paths.append(grammar.path())
    try:
        apart(paths)
    except ValidationError as error:
        grammar.fault("overlap", error.message)
    grammar.end()
    return paths
