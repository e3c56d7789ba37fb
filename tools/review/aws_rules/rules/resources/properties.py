"""Attributes fit CloudFormation's registry: patterns, lengths, choices and ranges."""

from collections.abc import Iterator

from tools.review.aws_rules.knowledge.schemas import broken
from tools.review.aws_rules.knowledge.tables import table
from tools.review.aws_rules.model import Fault, Subject

PROMISE = "Attributes have the patterns, lengths, choices and ranges of CloudFormation's registry"
PAGE = (
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-template-resource-type-ref.html"
)


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of every resource whose type is in data/schemas.json."""
    for row in table("schemas")["types"]:
        for resource in subject.of(row["type"]):
            for attribute, sentence in broken(row, resource.values):
                yield Fault(
                    resource.place,
                    f"{attribute} {sentence}",
                    f"Change it as {row['schema']} has it",
                    _page(row["schema"]),
                )


def _page(name: str) -> str:
    service, _, kind = name.removeprefix("AWS::").lower().partition("::")
    return f"{PAGE.rpartition('/')[0]}/aws-resource-{service}-{kind}.html"
