"""Lambda's metrics (developer guide, "Types of metrics for Lambda functions")."""

from collections.abc import Iterator
from dataclasses import dataclass

from embedded_aws.functions.model import DeployedFunction, Invocation

NAMESPACE = "AWS/Lambda"


@dataclass(frozen=True, slots=True)
class InvocationMeasurement:
    """One attempt to invoke; without an outcome it was throttled."""

    at: float
    region: str
    function: str
    resource: str
    version: str
    concurrent: int
    failed: bool | None = None
    duration_ms: float = 0.0

    @property
    def namespace(self) -> str:
        """Lambda's namespace."""
        return NAMESPACE

    def dimension_sets(self) -> Iterator[tuple[tuple[str, str], ...]]:
        """All functions, the function, the invoked resource, and the executed version."""
        name = ("FunctionName", self.function)
        yield ()
        yield (name,)
        yield (name, ("Resource", self.resource))
        if not self.resource.endswith(f":{self.version}") and ":" in self.resource:
            yield (("ExecutedVersion", self.version), name, ("Resource", self.resource))

    def samples(self) -> Iterator[tuple[str, str, float]]:
        """Throttled attempts count neither as invocations nor as errors."""
        yield "Throttles", "Count", self.failed is None
        yield "ConcurrentExecutions", "Count", self.concurrent
        if self.failed is not None:
            yield "Invocations", "Count", 1
            yield "Errors", "Count", self.failed
            yield "Duration", "Milliseconds", round(self.duration_ms, 2)


def throttled(function: DeployedFunction, at: float, concurrent: int) -> InvocationMeasurement:
    """The measurement of a throttled attempt."""
    return InvocationMeasurement(
        at, function.region, function.name, _resource(function), function.version, concurrent
    )


def invoked(
    function: DeployedFunction, at: float, concurrent: int, outcome: Invocation
) -> InvocationMeasurement:
    """The measurement of an executed attempt, successful or not."""
    return InvocationMeasurement(
        at,
        function.region,
        function.name,
        _resource(function),
        function.version,
        concurrent,
        outcome.function_error is not None,
        outcome.duration_ms,
    )


def _resource(function: DeployedFunction) -> str:
    """The invoked resource: `name`, `name:alias` or `name:version`."""
    return function.arn.rsplit(":function:", maxsplit=1)[-1]
