"""The deployments of all regions."""

from collections.abc import Callable, Iterator, Sequence

from moto.codedeploy.models import codedeploy_backends

from embedded_aws.codedeploy.deployments import Deployments, Hooks
from embedded_aws.state.regions import used

RingingIn = Callable[[str, Sequence[str]], Sequence[str]]
"""Which of the alarms of a region ring."""


class AllDeployments:
    """Advances the deployments of an account, wherever it has some."""

    def __init__(self, account_id: str, hooks: Hooks, ringing: RingingIn) -> None:
        self._account_id = account_id
        self._hooks = hooks
        self._ringing = ringing

    def advance(self, now: float) -> None:
        """Do what is due in each region."""
        for each in self._regions():
            each.advance(now)

    def recover(self, now: float) -> None:
        """End the deployments that were in progress when the embedded AWS ended."""
        for each in self._regions():
            each.recover(now)

    def _regions(self) -> Iterator[Deployments]:
        for region in used(codedeploy_backends, self._account_id):
            yield Deployments(self._account_id, region, self._hooks, self._ringing_in(region))

    def _ringing_in(self, region: str) -> Callable[[Sequence[str]], Sequence[str]]:
        return lambda alarms: self._ringing(region, alarms)
