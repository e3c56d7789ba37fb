"""The embedded CloudWatch: metrics of the local data plane, and alarms that change state."""

from embedded_aws.cloudwatch import alarm_operations, log_metrics, operations
from embedded_aws.cloudwatch.alarm_clock import AlarmClock
from embedded_aws.cloudwatch.alarms import Alarms
from embedded_aws.cloudwatch.collector import Measurement, MetricSink, MotoMetrics, Unmeasured

__all__ = [
    "AlarmClock",
    "Alarms",
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
