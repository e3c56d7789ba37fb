"""The console: a page on which a developer sees what passes through this embedded AWS."""

from embedded_aws.console.app import PREFIX, Console
from embedded_aws.console.traffic import Traffic, WatchedLogs

__all__ = ["PREFIX", "Console", "Traffic", "WatchedLogs"]
