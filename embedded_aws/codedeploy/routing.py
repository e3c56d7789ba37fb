"""The traffic share of a new version over time (CodeDeploy API, TrafficRoutingConfig)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from embedded_aws.codedeploy.errors import CodeDeployError

ALL = 100
WITHOUT_END = 2880
"""CodeDeploy gives a shift at most two days."""


@dataclass(frozen=True)
class Routing:
    """All at once by default; a canary has one step, a linear shift many."""

    percentage: int = ALL
    interval_minutes: int = 0
    linear: bool = False

    def share(self, minutes: float) -> int:
        """Percent of the traffic at a number of minutes after the shift began."""
        if self.linear:
            return min(ALL, self.percentage * (int(minutes // self.interval_minutes) + 1))
        return ALL if minutes >= self.interval_minutes else self.percentage

    def shown(self) -> dict[str, Any]:
        """The routing as a TrafficRoutingConfig."""
        if not self.interval_minutes:
            return {"type": "AllAtOnce"}
        kind = "Linear" if self.linear else "Canary"
        name = kind.lower()
        settings = {
            f"{name}Percentage": self.percentage,
            f"{name}Interval": self.interval_minutes,
        }
        return {"type": f"TimeBased{kind}", f"timeBased{kind}": settings}


def read(config: Mapping[str, Any]) -> Routing:
    """The routing of a TrafficRoutingConfig; else InvalidTrafficRoutingConfigurationException."""
    kind = config.get("type")
    if kind == "AllAtOnce":
        return Routing()
    if kind not in {"TimeBasedCanary", "TimeBasedLinear"}:
        raise _invalid(f"The traffic routing type {kind} is not known")
    name = kind.removeprefix("TimeBased").lower()
    settings = config.get(f"timeBased{kind.removeprefix('TimeBased')}") or {}
    percentage, interval = settings.get(f"{name}Percentage"), settings.get(f"{name}Interval")
    if not percentage or not 1 <= percentage < ALL:
        raise _invalid(f"{name}Percentage must be between 1 and 99")
    if not interval or not 1 <= interval <= WITHOUT_END:
        raise _invalid(f"{name}Interval must be between 1 and {WITHOUT_END} minutes")
    return Routing(percentage, interval, linear=name == "linear")


def _invalid(message: str) -> CodeDeployError:
    return CodeDeployError("InvalidTrafficRoutingConfigurationException", message)


_CANARY = {f"LambdaCanary10Percent{each}Minutes": Routing(10, each) for each in (5, 10, 15, 30)}
_LINEAR = {
    f"LambdaLinear10PercentEvery{each}Minute{'s' if each > 1 else ''}": Routing(
        10, each, linear=True
    )
    for each in (1, 2, 3, 10)
}
PREDEFINED = {
    f"CodeDeployDefault.{name}": routing
    for name, routing in ({"LambdaAllAtOnce": Routing()} | _CANARY | _LINEAR).items()
}
"""CodeDeploy user guide, "Predefined deployment configurations for an AWS Lambda platform"."""
