"""The alarms of all regions."""

import time
from collections.abc import Callable, Sequence

from moto.cloudwatch.models import cloudwatch_backends

from embedded_aws.cloudwatch.alarms.deployed import Alarms
from embedded_aws.state.regions import used


class AllAlarms:
    """Evaluates the alarms of an account, wherever it has some."""

    def __init__(self, account_id: str, clock: Callable[[], float] = time.time) -> None:
        self._account_id = account_id
        self._clock = clock

    def evaluate(self, now: float) -> None:
        """Change every alarm to the state of its data points or its rule."""
        for region in used(cloudwatch_backends, self._account_id):
            self._of(region).evaluate(now)

    def ringing(self, region: str, names: Sequence[str]) -> list[str]:
        """The region's alarms in ALARM, now or at the end of the current minute."""
        return self._of(region).ringing(names)

    def _of(self, region: str) -> Alarms:
        return Alarms(self._account_id, region, self._clock)
