"""What the access log of a plan has for fields, and where it goes."""

from collections.abc import Iterator
from dataclasses import dataclass

from tools.review.aws_rules.model import Subject
from tools.review.aws_rules.values import at, blocks, parsed


@dataclass(frozen=True)
class AccessLog:
    """One stage's log: its group (empty when unknown) and the names of its fields."""

    place: str
    group: str
    fields: frozenset[str]


def access_logs(subject: Subject) -> Iterator[AccessLog]:
    """Every stage whose format is JSON."""
    for stage in subject.of("aws_api_gateway_stage"):
        for settings in blocks(stage.values, "access_log_settings"):
            for format_ in at(settings, "format"):
                held = parsed(format_)
                arn = str(settings.get("destination_arn") or "")
                if isinstance(held, dict):
                    group = arn.partition(":log-group:")[2].removesuffix(":*")
                    yield AccessLog(stage.place, group, frozenset(held))
