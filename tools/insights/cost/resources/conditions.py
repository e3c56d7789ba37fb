"""The counted resources that an environment has: what Terraform's `count` says by its values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

OPERATIONS = frozenset(
    {"BatchGetItem", "BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"}
)
WRITES = frozenset({"DeleteItem", "PutItem", "UpdateItem"})
# An alarm with metrics that only a plan knows is of a ratio: failures and requests.
METRICS_OF_A_RATIO = 2
# A service's ratio counts throttled requests beside them.
METRICS_OF_A_SERVICE = 3
# A long window at each of two rates, and a short one.
WINDOWS = 3
# Throttled requests, exceeded quotas, errors of the authorizer.
REFUSALS = 3
# Refused tokens, refused scopes.
DETECTIONS = 2
# Access log, functions' lines, the web ACL's.
TABLES_OF_LOGS = 3


@dataclass(frozen=True)
class Facts:
    """An environment's values, and the arguments of the service whose root is counted."""

    values: Mapping[str, Any] = field(default_factory=dict)
    service: Mapping[str, Any] | None = None
    behind_the_gateway: int = 1

    @property
    def alarms(self) -> str:
        """The alarms that the environment has: all, pages or none."""
        return str(self.values.get("alarms", "all"))

    @property
    def detections(self) -> bool:
        """Whether callers refused in numbers have alarms; the default is modules/environment's."""
        said = self.values.get("detections")
        return self.alarms == "all" if said is None else bool(said)

    @property
    def kind(self) -> str | None:
        """The kind of the service; None in a root of the platform or the gateway."""
        return None if self.service is None else str(self.service.get("kind", "service"))

    def operations(self) -> int:
        """DynamoDB's operations that a service's code may call, each of which has its metric."""
        actions = (self.service or {}).get("table_actions", [])
        named = {action.removeprefix("dynamodb:") for action in actions}
        return len(named & OPERATIONS) + bool(named & WRITES)


def _notified(facts: Facts) -> int:
    return int(facts.alarms == "all")


def _paged(facts: Facts) -> int:
    return int(facts.alarms != "none" and facts.kind in (None, "service"))


def _waited_for(facts: Facts) -> int:
    return _notified(facts) * (facts.kind != "hook")


def _with_a_table(facts: Facts) -> int:
    return int(_notified(facts) and facts.operations() > 0)


def _shifted(facts: Facts) -> int:
    release: Mapping[str, Any] = facts.values.get("release", {})
    return int(release.get("shift") != "at-once" and facts.kind != "hook")


# Module/resource → how many of it there are; of any other resource as many as its source says.
INSTANCES: Mapping[str, Callable[[Facts], int]] = {
    "access_logs/failed_lines": lambda facts: int(
        facts.detections and facts.values.get("access_logs") is not None
    ),
    "burn_rate/burn_rate": lambda facts: _paged(facts) * WINDOWS,
    "burn_rate/failing": _paged,
    "gateway_observability/detections": lambda facts: DETECTIONS * facts.detections,
    "gateway_observability/latency": _notified,
    "gateway_observability/refusals": lambda facts: _notified(facts) * REFUSALS,
    "gateway_observability/server_errors": _notified,
    "gateway_observability/service": lambda facts: _paged(facts) * facts.behind_the_gateway,
    "release/errors": _shifted,
    "release/slow": _shifted,
    "service_observability/dead_letters": lambda facts: _notified(facts) * (facts.kind == "hook"),
    "service_observability/function_errors": lambda facts: (
        _notified(facts) * (facts.kind != "authorizer")
    ),
    "service_observability/function_near_timeout": _waited_for,
    "service_observability/function_throttles": _waited_for,
    "service_observability/table_errors": _with_a_table,
    "service_observability/table_throttles": _with_a_table,
    "service_observability/this": lambda facts: int(bool(facts.values.get("service_dashboards"))),
}
# Module/resource → the metrics of an alarm whose source does not list them.
METRICS: Mapping[str, Callable[[Facts], int]] = {
    "access_logs/failed_lines": lambda _: TABLES_OF_LOGS,
    "burn_rate/burn_rate": lambda facts: (
        METRICS_OF_A_RATIO if facts.kind is None else METRICS_OF_A_SERVICE
    ),
    "service_observability/table_errors": Facts.operations,
}
