"""Measured durations of functions, from the metrics of a running environment."""

from datetime import UTC, datetime, timedelta

from tools.deploy.environment import Environment

HOURS = 24


def durations(environment: Environment, services: list[str]) -> dict[str, float]:
    """Mean milliseconds of the last day by service, without services that were not called."""
    environment.check_reachable()
    cloudwatch, now = environment.client("cloudwatch"), datetime.now(UTC)
    means = {}
    for service in services:
        name = f"groundplan-{environment.name}-{service}"
        points = cloudwatch.get_metric_statistics(
            Namespace="AWS/Lambda",
            MetricName="Duration",
            Dimensions=[{"Name": "FunctionName", "Value": name}],
            StartTime=now - timedelta(hours=HOURS),
            EndTime=now,
            Period=HOURS * 3600,
            Statistics=["Sum", "SampleCount"],
        )["Datapoints"]
        count = sum(point["SampleCount"] for point in points)
        if count:
            means[service] = sum(point["Sum"] for point in points) / count
    return means
