"""The running resources of an environment: its values applied to Terraform's sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.deploy.where.environment import Environment
from tools.insights.cost.resources.conditions import Facts
from tools.insights.cost.resources.counting import calls_of, counted, folder_of
from tools.review.aws_rules.model import Subject

DEFAULT_MEMORY_MB = 512
SERVICES = Path("terraform/services")
# Contributor Insights': most accessed and most throttled, by partition key and by both keys.
RULES_PER_TABLE = 4
# Price → the value of an environment without which there is none of it.
OPTIONAL = {
    "contributor_rule": "contributor_insights",
    "hosted_zone": "domain",
    "waf_acl": "web_acl",
    "waf_rule": "web_acl",
}


@dataclass(frozen=True)
class Lines:
    """The lines and traces of a request that are paid for, besides its line in the access log."""

    of_functions: bool = True
    delivered: bool = False
    """Whether lines become tables of questions; the web ACL's go there and nowhere else."""
    omitted: frozenset[str] = frozenset()
    access_days: float | None = None
    """Days of the access log in CloudWatch, where they are not those of all logs."""
    traced_share: float = 0.05
    traced_per_second: float = 1


@dataclass(frozen=True)
class Running:
    """Resources billed by time, and settings that decide the cost of a request."""

    name: str
    cache_gb: str | None
    retention_days: float
    machines: int
    memory_mb: Mapping[str, float]
    indexes: Mapping[str, int]
    counted: Mapping[str, float]
    lines: Lines = Lines()
    regions: int = 1
    provisioned_mb: float = 0
    """Memory of all environments that Lambda keeps ready."""


def running(environment: Environment, sources: Subject) -> Running:
    """The resources in Terraform's sources that the environment's values keep."""
    values = environment.values
    consumers: Mapping[str, Any] = values.get("consumers", {})
    functions: Mapping[str, Any] = values.get("functions", {})
    modules = {service: _module(sources, SERVICES / service) for service in _services(sources)}
    memory_mb = {
        name: float(functions.get(name, {}).get("memory_mb", DEFAULT_MEMORY_MB)) for name in modules
    }
    return Running(
        name=environment.name,
        cache_gb=values.get("cache_size"),
        retention_days=float(values["log_retention_days"]),
        machines=sum(each.get("kind", "machine") == "machine" for each in consumers.values()),
        memory_mb=memory_mb,
        indexes={name: len(each.get("table_indexes", {})) for name, each in modules.items()},
        counted=_counted(sources, values),
        lines=_lines(values),
        regions=len(environment.places),
        provisioned_mb=sum(
            megabytes * (functions.get(name, {}).get("provisioned") or 0)
            for name, megabytes in memory_mb.items()
        ),
    )


def _lines(values: Mapping[str, Any]) -> Lines:
    """The defaults of modules/environment, where the values say nothing."""
    logs: Mapping[str, Any] = values.get("logs", {})
    traced = values.get("tracing", True) is not False
    traces: Mapping[str, float] = values.get("traces", {})
    return Lines(
        of_functions=logs.get("function_level", "INFO") != "WARNING",
        delivered=values.get("access_logs") is not None,
        omitted=frozenset(logs.get("access_omits", ())),
        access_days=logs.get("access_days"),
        traced_share=traced * float(traces.get("share", Lines.traced_share)),
        traced_per_second=traced * float(traces.get("per_second", Lines.traced_per_second)),
    )


def _services(sources: Subject) -> list[str]:
    folders = {folder_of(each) for each in sources.resources}
    return sorted(each.name for each in folders if each.parent == SERVICES)


def _module(sources: Subject, folder: Path) -> Mapping[str, Any]:
    """The arguments that a service's root passes to the module `service`."""
    calls = calls_of(sources, folder)
    return next((call for call in calls if call["source"].endswith("/service")), {})


def _has_table(sources: Subject, service: str) -> bool:
    return bool(_module(sources, SERVICES / service).get("table_actions"))


def _counted(sources: Subject, values: Mapping[str, Any]) -> dict[str, float]:
    """The number of each priced resource in all roots, by the environment's values."""
    roots = [Path("terraform/platform"), Path("terraform/gateway")]
    roots += [SERVICES / service for service in _services(sources)]
    behind = [
        each for each in _services(sources) if "kind" not in _module(sources, SERVICES / each)
    ]
    total = counted(sources, roots, Facts(values, behind_the_gateway=len(behind)))
    tables = [service for service in _services(sources) if _has_table(sources, service)]
    total["contributor_rule"] = float(RULES_PER_TABLE * len(tables))
    return {name: count for name, count in total.items() if _is_on(OPTIONAL.get(name), values)}


def _is_on(value: str | None, values: Mapping[str, Any]) -> bool:
    return value is None or values.get(value) not in (None, False)
