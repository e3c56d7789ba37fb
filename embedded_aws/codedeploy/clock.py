"""A thread that advances the local CodeDeploy's deployments a few times a second."""

import logging
import threading
import time
from collections.abc import Callable

from embedded_aws.codedeploy.regions import AllDeployments

ADVANCE_SECONDS = 0.1
_report = logging.getLogger(__name__)


class DeploymentClock:
    """Advances deployments in a thread of its own."""

    def __init__(self, deployments: AllDeployments, clock: Callable[[], float] = time.time) -> None:
        self._deployments = deployments
        self._clock = clock
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="deployments", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the thread."""
        self._closed.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._closed.wait(ADVANCE_SECONDS):
            try:
                self._deployments.advance(self._clock())
            except Exception:  # noqa: BLE001 - the next round comes
                _report.warning("The deployments were not advanced", exc_info=True)
