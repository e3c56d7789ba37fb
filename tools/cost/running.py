"""What an environment has running: its values, and the resources that Terraform's sources make."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.deploy.environment import Environment
from tools.lint_aws import hcl
from tools.lint_aws.model import Resource, Subject
from tools.lint_aws.values import blocks

# Resource → the price of one of it for a month.
PRICED = {
    "aws_cloudwatch_dashboard": "dashboard",
    "aws_cloudwatch_metric_alarm": "alarm",
    "aws_kms_key": "kms_key",
    "aws_route53_zone": "hosted_zone",
    "aws_ssm_parameter": "ssm_parameter",
    "aws_wafv2_web_acl": "waf_acl",
}
DEFAULT_MEMORY_MB = 512


@dataclass(frozen=True)
class Running:
    """What costs whether or not anybody calls, and what decides the cost of a call."""

    name: str
    cache_gb: str | None
    retention_days: float
    machines: int
    memory_mb: Mapping[str, float]
    indexes: Mapping[str, int]
    counted: Mapping[str, float]
    regions: int = 1


def running(environment: Environment, sources: Subject | None = None) -> Running:
    """The environment's; a resource that is made for each of something counts once."""
    values, held = environment.values, sources or hcl.read()
    consumers: Mapping[str, Any] = values.get("consumers", {})
    modules = {
        service: _module(held, Path("terraform/services", service)) for service in _services(held)
    }
    return Running(
        name=environment.name,
        cache_gb=values.get("cache_size"),
        retention_days=float(values["log_retention_days"]),
        machines=sum(each.get("kind", "machine") == "machine" for each in consumers.values()),
        memory_mb={
            name: float(each.get("memory_mb", DEFAULT_MEMORY_MB)) for name, each in modules.items()
        },
        indexes={name: len(each.get("table_indexes", {})) for name, each in modules.items()},
        counted=_counted(held),
        regions=len(environment.regions()),
    )


def _folder(resource: Resource) -> Path:
    return Path(resource.place.partition(":")[0]).parent


def _services(sources: Subject) -> list[str]:
    folders = {_folder(each) for each in sources.resources}
    return sorted(each.name for each in folders if each.parent == Path("terraform/services"))


def _calls(sources: Subject, folder: Path) -> list[Mapping[str, Any]]:
    """The module blocks of a folder."""
    held = [each for each in sources.of("module") if _folder(each) == folder]
    return [call for each in held for call in each.values.values() if "source" in call]


def _module(sources: Subject, folder: Path) -> Mapping[str, Any]:
    """What the root of a service gives to the module service."""
    calls = _calls(sources, folder)
    return next((call for call in calls if call["source"].endswith("/service")), {})


def _counted(sources: Subject) -> dict[str, float]:
    roots = [Path("terraform/platform"), Path("terraform/gateway")]
    roots += [Path("terraform/services", service) for service in _services(sources)]
    total = sum((_below(sources, root) for root in roots), Counter[str]())
    return {name: float(count) for name, count in sorted(total.items())}


def _below(sources: Subject, folder: Path) -> Counter[str]:
    """Of a folder and of the modules that it calls."""
    found: Counter[str] = Counter()
    for each in sources.resources:
        if each.type in PRICED and _folder(each) == folder and _is_in_every_region(each):
            found[PRICED[each.type]] += 1
            found["waf_rule"] += len(blocks(each.values, "rule"))
    for call in _calls(sources, folder):
        found += _below(sources, _resolved(folder / call["source"]))
    return +found


def _is_in_every_region(resource: Resource) -> bool:
    """Not what stands in a regions.tf: with a second region, everything counts twice anyway."""
    file, _, name = resource.place.partition(": ")
    return not name.startswith("data.") and Path(file).name != "regions.tf"


def _resolved(path: Path) -> Path:
    return path.resolve().relative_to(Path.cwd())
