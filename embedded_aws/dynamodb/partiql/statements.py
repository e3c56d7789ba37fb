"""The statements of PartiQL for DynamoDB, parsed; no table was looked at."""

from dataclasses import dataclass

from embedded_aws.dynamodb.expressions.conditions import Condition
from embedded_aws.dynamodb.expressions.paths import Path
from embedded_aws.dynamodb.expressions.updates import Action
from embedded_aws.dynamodb.values.attributes import Values


@dataclass(frozen=True)
class Source:
    """A table, or one of its indexes."""

    table: str
    index: str | None = None


@dataclass(frozen=True)
class Select:
    """A read; without paths of whole items."""

    source: Source
    paths: list[Path] | None
    where: Condition | None
    order: tuple[str, bool] | None = None
    """An attribute, and whether it ascends."""


@dataclass(frozen=True)
class Insert:
    """A new item."""

    source: Source
    item: Values


@dataclass(frozen=True)
class Update:
    """Changes of an item that is there."""

    source: Source
    where: Condition | None
    actions: tuple[Action, ...]
    returning: str | None = None
    """Such as `ALL NEW`."""


@dataclass(frozen=True)
class Delete:
    """The end of an item."""

    source: Source
    where: Condition | None
    returning: str | None = None


@dataclass(frozen=True)
class Exists:
    """A condition of a transaction: the read finds its item."""

    select: Select


type Statement = Select | Insert | Update | Delete | Exists
