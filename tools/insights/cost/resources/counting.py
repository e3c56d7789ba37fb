"""Counts the priced resources in Terraform's sources."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tools.insights.cost.resources.conditions import (
    INSTANCES,
    METRICS,
    METRICS_OF_A_RATIO,
    Facts,
)
from tools.review.aws_rules.model import Resource, Subject
from tools.review.aws_rules.values import blocks

# Resource → the price of one of it for a month.
PRICED = {
    "aws_cloudwatch_composite_alarm": "composite_alarm",
    "aws_cloudwatch_dashboard": "dashboard",
    "aws_cloudwatch_metric_alarm": "alarm",
    "aws_kms_key": "kms_key",
    "aws_route53_zone": "hosted_zone",
    "aws_ssm_parameter": "ssm_parameter",
    "aws_wafv2_web_acl": "waf_acl",
}


def counted(
    sources: Subject, roots: Iterable[Path], facts: Facts | None = None
) -> dict[str, float]:
    """The number of resources per price below these folders, modules included."""
    places = (_Place(sources, root, facts or Facts()) for root in roots)
    total = sum(map(_below, places), Counter[str]())
    return {name: float(count) for name, count in sorted(total.items())}


def folder_of(resource: Resource) -> Path:
    """The folder of its source file."""
    return Path(resource.place.partition(":")[0]).parent


def calls_of(sources: Subject, folder: Path) -> list[Mapping[str, Any]]:
    """The module blocks of a folder."""
    modules = [each for each in sources.of("module") if folder_of(each) == folder]
    return [call for each in modules for call in each.values.values() if "source" in call]


@dataclass(frozen=True)
class _Place:
    """A folder, with the arguments of the module block that calls it."""

    sources: Subject
    folder: Path
    facts: Facts = field(default_factory=Facts)
    given: Mapping[str, Any] = field(default_factory=dict)

    def resources(self) -> Iterator[Resource]:
        """The folder's own resources that have a price.

        Without those in regions.tf: with a second region, everything counts twice anyway.
        """
        for each in self.sources.of(*PRICED):
            file, _, name = each.place.partition(": ")
            is_here = folder_of(each) == self.folder and Path(file).name != "regions.tf"
            if is_here and not name.startswith("data."):
                yield each

    def instances(self, values: Mapping[str, Any], unknown: int = 1) -> int:
        """The number of instances of a block; `unknown` when only a plan knows it."""
        each_of = values.get("for_each")
        if isinstance(each_of, str):
            kind, _, name = each_of.partition(".")
            each_of = self.given.get(name) if kind == "var" else self._local(name)
        return len(each_of) if isinstance(each_of, Mapping | list) and each_of else unknown

    def blocks(self, values: Mapping[str, Any], name: str) -> int:
        """The number of a resource's blocks of that name, dynamic ones included."""
        dynamic = [block for each in blocks(values, "dynamic") for block in blocks(each, name)]
        return len(blocks(values, name)) + sum(map(self.instances, dynamic))

    def _local(self, name: str) -> Any:
        locals_blocks = (
            each for each in self.sources.of("locals") if folder_of(each) == self.folder
        )
        return next((each.values[name] for each in locals_blocks if name in each.values), None)


def _below(place: _Place) -> Counter[str]:
    counts: Counter[str] = Counter()
    for each in place.resources():
        instances = _instances(place, each)
        counts[PRICED[each.type]] += instances * _units(place, each)
        if each.type == "aws_wafv2_web_acl":
            counts["waf_rule"] += instances * place.blocks(each.values, "rule")
    for call in calls_of(place.sources, place.folder):
        folder = (place.folder / call["source"]).resolve().relative_to(Path.cwd())
        counts += _below(_Place(place.sources, folder, _facts(place, call), call))
    return +counts


def _facts(place: _Place, call: Mapping[str, Any]) -> Facts:
    is_service = call["source"].endswith("/service")
    return replace(place.facts, service=call) if is_service else place.facts


def _instances(place: _Place, resource: Resource) -> int:
    """The instances of a resource, by the environment's values where its module says so."""
    address = _address(place, resource)
    said = INSTANCES.get(address)
    return place.instances(resource.values) if said is None else said(place.facts)


def _address(place: _Place, resource: Resource) -> str:
    return f"{place.folder.name}/{resource.place.rpartition('.')[2]}"


def _units(place: _Place, resource: Resource) -> int:
    """The units that are billed: an alarm's metrics, or one of anything else."""
    if resource.type != "aws_cloudwatch_metric_alarm":
        return 1
    if metrics := METRICS.get(_address(place, resource)):
        return metrics(place.facts)
    written = [each for each in blocks(resource.values, "metric_query") if "metric" in each]
    dynamic = [
        block
        for each in blocks(resource.values, "dynamic")
        for block in blocks(each, "metric_query")
    ]
    more = sum(place.instances(each, unknown=METRICS_OF_A_RATIO) for each in dynamic)
    return max(1, len(written) + more)
