"""Measured durations of functions, from the metrics of a running environment."""

from datetime import UTC, datetime, timedelta

from shared.product import NAME
from tools.deploy.where.place import Place

HOURS = 24


def durations(place: Place, services: list[str]) -> dict[str, float]:
    """Service → mean milliseconds of the last day; a service that nobody called is not there."""
    place.check_reachable()
    cloudwatch, now = place.client("cloudwatch"), datetime.now(UTC)
    means = {}
    for service in services:
        name = f"{NAME}-{place.environment.name}-{service}"
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
