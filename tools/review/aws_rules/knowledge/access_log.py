"""Reads the access-log settings of API Gateway's stages in a plan."""

from collections.abc import Iterator
from dataclasses import dataclass

from tools.review.aws_rules.model import Subject
from tools.review.aws_rules.values import at, blocks, parsed


@dataclass(frozen=True)
class AccessLog:
    """One stage's access log: its log group (empty when unknown) and its field names."""

    place: str
    group: str
    fields: frozenset[str]


def access_logs(subject: Subject) -> Iterator[AccessLog]:
    """The access log of every stage whose format is JSON."""
    for stage in subject.of("aws_api_gateway_stage"):
        for settings in blocks(stage.values, "access_log_settings"):
            for format_ in at(settings, "format"):
                fields = parsed(format_)
                arn = str(settings.get("destination_arn") or "")
                if isinstance(fields, dict):
                    group = arn.partition(":log-group:")[2].removesuffix(":*")
                    yield AccessLog(stage.place, group, frozenset(fields))
