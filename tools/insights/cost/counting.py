"""How many of each priced thing Terraform's sources make."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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
# An alarm with metrics that only a plan knows is of a ratio: failures and requests.
METRICS_OF_A_RATIO = 2


def counted(sources: Subject, roots: Iterable[Path]) -> dict[str, float]:
    """Price → how many there are below these folders, modules included."""
    total = sum((_below(_Place(sources, root)) for root in roots), Counter[str]())
    return {name: float(count) for name, count in sorted(total.items())}


def folder_of(resource: Resource) -> Path:
    """Where its source lies."""
    return Path(resource.place.partition(":")[0]).parent


def calls_of(sources: Subject, folder: Path) -> list[Mapping[str, Any]]:
    """The module blocks of a folder."""
    held = [each for each in sources.of("module") if folder_of(each) == folder]
    return [call for each in held for call in each.values.values() if "source" in call]


@dataclass(frozen=True)
class _Place:
    """A folder, with the arguments that it is called with."""

    sources: Subject
    folder: Path
    given: Mapping[str, Any] = field(default_factory=dict)

    def resources(self) -> Iterator[Resource]:
        """Those of the folder itself that have a price.

        Not what stands in a regions.tf: with a second region, everything counts twice anyway.
        """
        for each in self.sources.of(*PRICED):
            file, _, name = each.place.partition(": ")
            is_here = folder_of(each) == self.folder and Path(file).name != "regions.tf"
            if is_here and not name.startswith("data."):
                yield each

    def copies(self, values: Mapping[str, Any], unknown: int = 1) -> int:
        """How often a block is made, or so often when that is only known in a plan."""
        held = values.get("for_each")
        if isinstance(held, str):
            kind, _, name = held.partition(".")
            held = self.given.get(name) if kind == "var" else self._local(name)
        return len(held) if isinstance(held, Mapping | list) and held else unknown

    def blocks(self, values: Mapping[str, Any], name: str) -> int:
        """How many blocks of a name a resource has, dynamic ones included."""
        dynamic = [held for each in blocks(values, "dynamic") for held in blocks(each, name)]
        return len(blocks(values, name)) + sum(map(self.copies, dynamic))

    def _local(self, name: str) -> Any:
        held = (each for each in self.sources.of("locals") if folder_of(each) == self.folder)
        return next((each.values[name] for each in held if name in each.values), None)


def _below(place: _Place) -> Counter[str]:
    found: Counter[str] = Counter()
    for each in place.resources():
        copies = place.copies(each.values)
        found[PRICED[each.type]] += copies * _units(place, each)
        if each.type == "aws_wafv2_web_acl":
            found["waf_rule"] += copies * place.blocks(each.values, "rule")
    for call in calls_of(place.sources, place.folder):
        folder = (place.folder / call["source"]).resolve().relative_to(Path.cwd())
        found += _below(_Place(place.sources, folder, call))
    return +found


def _units(place: _Place, resource: Resource) -> int:
    """An alarm is paid for by the metric, everything else by the piece."""
    if resource.type != "aws_cloudwatch_metric_alarm":
        return 1
    written = [each for each in blocks(resource.values, "metric_query") if "metric" in each]
    dynamic = [
        held for each in blocks(resource.values, "dynamic") for held in blocks(each, "metric_query")
    ]
    more = sum(place.copies(each, unknown=METRICS_OF_A_RATIO) for each in dynamic)
    return max(1, len(written) + more)
