"""The embedded CloudWatch: metrics of the local data plane, and alarms that change state."""

from tools.local.cloudwatch import alarm_operations, log_metrics, operations
from tools.local.cloudwatch.alarm_clock import AlarmClock
from tools.local.cloudwatch.alarms import Alarms
from tools.local.cloudwatch.collector import Measurement, MetricSink, MotoMetrics, Unmeasured

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
