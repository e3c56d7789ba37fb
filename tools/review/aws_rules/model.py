"""The subject of linting, a rule, a fault and a finding."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Resource:
    """One resource with its known values: a plan's, or the literals of a source file."""

    place: str
    type: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Document:
    """An OpenAPI document as API Gateway imports it."""

    place: str
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Source:
    """The text of a file."""

    place: str
    text: str


@dataclass(frozen=True)
class Subject:
    """Everything that the rules look at."""

    resources: tuple[Resource, ...] = ()
    documents: tuple[Document, ...] = ()
    sources: tuple[Source, ...] = ()

    def of(self, *types: str) -> Iterator[Resource]:
        """The resources of these types."""
        return (resource for resource in self.resources if resource.type in types)

    def __add__(self, other: "Subject") -> "Subject":
        return Subject(
            self.resources + other.resources,
            self.documents + other.documents,
            self.sources + other.sources,
        )


@dataclass(frozen=True)
class Fault:
    """Something that AWS would refuse, and what to do; `page` if it is not the rule's."""

    place: str
    sentence: str
    advice: str
    page: str = ""


class Rule(Protocol):
    """A module of `rules`; its name is the rule's id."""

    __name__: str
    PROMISE: str
    PAGE: str

    def faults(self, subject: Subject) -> Iterable[Fault]:
        """Everything in the subject that AWS would refuse by this rule."""


@dataclass(frozen=True)
class Finding:
    """A fault and the rule that found it."""

    rule: str
    page: str
    fault: Fault


def rule_id(rule: Rule) -> str:
    """`tools.review.aws_rules.rules.access.iam_sizes` → `iam-sizes`."""
    return rule.__name__.rpartition(".")[2].replace("_", "-")
