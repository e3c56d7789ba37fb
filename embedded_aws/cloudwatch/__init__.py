"""The embedded CloudWatch: metrics of the local data plane, and alarms that change state."""

from embedded_aws.cloudwatch.alarms import operations as alarm_operations
from embedded_aws.cloudwatch.alarms.clock import AlarmClock
from embedded_aws.cloudwatch.alarms.deployed import Alarms
from embedded_aws.cloudwatch.alarms.regions import AllAlarms
from embedded_aws.cloudwatch.log_lines import log_metrics
from embedded_aws.cloudwatch.metrics import operations
from embedded_aws.cloudwatch.metrics.collector import (
    Measurement,
    MetricSink,
    MotoMetrics,
    Unmeasured,
)

__all__ = [
    "AlarmClock",
    "Alarms",
    "AllAlarms",
    "Measurement",
    "MetricSink",
    "MotoMetrics",
    "Unmeasured",
    "install",
]


def install() -> None:
    """Patch moto's CloudWatch and its Logs; safe to call more than once."""
    for each in (operations, alarm_operations, log_metrics):
        each.install()
