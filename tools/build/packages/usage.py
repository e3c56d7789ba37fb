"""The part of its dependencies that a service's code uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.build.packages.code import ROOT, aws_operations, imported_packages

# Public packages that stand alone: what they lie in works without them. A twelfth of the zip.
ALONE = frozenset({
    "aws_lambda_powertools.utilities.auth_alpha",
    "aws_lambda_powertools.utilities.batch",
    "aws_lambda_powertools.utilities.circuit_breaker",
    "aws_lambda_powertools.utilities.data_masking",
    "aws_lambda_powertools.utilities.feature_flags",
    "aws_lambda_powertools.utilities.kafka",
    "aws_lambda_powertools.utilities.parser",
    "aws_lambda_powertools.utilities.streaming",
})  # fmt: skip


@dataclass(frozen=True)
class Usage:
    """AWS operations by service, and the packages that the code does not need."""

    operations: Mapping[str, frozenset[str]]
    unused: frozenset[str]


def usage_of(modules: list[Path], root: Path = ROOT) -> Usage:
    """The usage of these modules."""
    return Usage(aws_operations(modules, root), ALONE - imported_packages(modules, root))
