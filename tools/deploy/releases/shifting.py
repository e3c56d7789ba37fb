"""Shifts traffic: starts a deployment, reports its progress, refuses a second one."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from tools.command import CommandError
from tools.deploy.releases.codedeploy import SMOKE, Deployment, Move, Shift

CALM_SECONDS = 300
"""An alarm looks at three minutes at most; what rings longer than this rings for a reason."""
ENOUGH_REQUESTS = 20
"""So many must a new version get for one in twenty that fails, the alarm's limit, to be seen."""


class Deployments(Protocol):
    """The operations of `CodeDeploy` that a shift needs."""

    def begin(self, move: Move) -> str:
        """Create a deployment and return its id."""

    def get(self, deployment_id: str) -> Deployment:
        """The deployment's status."""

    def shift_of(self, deployment_id: str) -> Shift | None:
        """The shift of a deployment; None before it starts."""

    def under_way(self, function_name: str) -> str | None:
        """The function's deployment in progress; None without one."""

    def stop(self, deployment_id: str) -> None:
        """Stop it and roll back."""

    def ringing(self, function_name: str) -> Sequence[str]:
        """The alarms in ALARM that would stop a deployment at once."""

    def requests_of(self, move: Move, seconds: float) -> int:
        """The requests that the new version got in the last seconds."""


class Progress(Protocol):
    """The output of a deployment's progress."""

    def say(self, line: str) -> None:
        """Print a line that stays."""

    def live(self) -> AbstractContextManager[Callable[[str], None]]:
        """Print a line that changes, on terminals only."""


def sentence(service: str, shift: Shift) -> str:
    """A running release, as a sentence."""
    return (
        f"a release of {service} is under way: version {shift.current} → {shift.target}, "
        f"{shift.percent:.0f} % shifted ({shift.deployment_id})"
    )


class Shifts:
    """Shifts aliases and waits for the outcome."""

    def __init__(
        self,
        deployments: Deployments,
        progress: Progress,
        poll_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._deployments = deployments
        self._progress = progress
        self._poll_seconds = poll_seconds
        self._clock = clock

    def shift(self, moves: Sequence[Move]) -> dict[str, str]:
        """Shift them all in parallel; returns the reason for each service that was rolled back."""
        for move in moves:
            self._wait_for_calm(move)
        began = {self._deployments.begin(move): move for move in moves}
        with self._hint(moves), self._progress.live() as live:
            return self._watch(began, live)

    def under_way(self, function_name: str) -> Shift | None:
        """The function's release in progress; None without one."""
        deployment_id = self._deployments.under_way(function_name)
        if deployment_id is None:
            return None
        shift = self._deployments.shift_of(deployment_id)
        if shift is None:
            raise CommandError(
                f"the release {deployment_id} is about to begin; try again in a minute"
            )
        return shift

    def refuse_a_second(self, service: str, function_name: str) -> None:
        """CommandError while a release of the service is in progress."""
        shift = self.under_way(function_name)
        if shift:
            raise CommandError(
                f"{sentence(service, shift)}; deploy again when it has ended (`make status`), "
                f"or stop it with `make rollback-{service}`"
            )

    def stop(self, deployment_id: str) -> None:
        """Stop a release; all traffic goes back to the previous version."""
        self._deployments.stop(deployment_id)
        self._outcome(deployment_id)

    @contextmanager
    def _hint(self, moves: Sequence[Move]) -> Iterator[None]:
        """The hint after Ctrl-C, which ends the command and not the release."""
        try:
            yield
        except KeyboardInterrupt:
            stop = ", ".join(f"`make rollback-{each.service}`" for each in moves)
            self._progress.say(
                f"The release goes on without this command: `make status` shows it, {stop} stops "
                "it. Deploy again when it has ended, so that its contract goes live."
            )
            raise

    def _wait_for_calm(self, move: Move) -> None:
        """Wait for alarms of an earlier release, which would stop this one at once."""
        deadline, said = self._clock() + CALM_SECONDS, ""
        while names := ", ".join(self._deployments.ringing(move.function_name)):
            if self._clock() > deadline:
                raise CommandError(
                    f"no traffic was shifted: {names} has rung for {CALM_SECONDS} s; "
                    f"`make alarms` says why, `make logs-{move.service}` what failed"
                )
            if names != said:
                self._progress.say(f"  waiting until {names} is quiet")
            said = names
            time.sleep(self._poll_seconds)

    def _watch(self, began: Mapping[str, Move], live: Callable[[str], None]) -> dict[str, str]:
        start, stages, failures = self._clock(), dict[str, str](), dict[str, str]()
        waiting = dict(began)
        while waiting:
            for deployment_id, move in list(waiting.items()):
                # Asked first: whatever it shifted before it ended is in the stage that follows.
                is_over = self._deployments.get(deployment_id).is_over
                stage = self._stage(deployment_id, move)
                if stages.get(deployment_id) != stage:
                    stages[deployment_id] = stage
                    self._progress.say(f"  {stage} [dim]({self._clock() - start:.1f} s)[/]")
                if is_over:
                    del waiting[deployment_id]
                    failure = self._failure(self._outcome(deployment_id), move)
                    if not failure:
                        self._say_unproven(move, self._clock() - start)
                    failures |= failure
            if waiting:
                live(
                    ", ".join(stages[each] for each in waiting) + f", {self._clock() - start:.0f} s"
                )
                time.sleep(self._poll_seconds)
        return failures

    def _say_unproven(self, move: Move, seconds: float) -> None:
        """Say so when the alarms had too little to judge by: no data is no proof."""
        requests = self._deployments.requests_of(move, seconds)
        if requests < ENOUGH_REQUESTS:
            self._progress.say(
                f"  [yellow]{move.service} version {move.target} is live, but unproven[/]: it got "
                f"{requests or 'no'} requests while traffic was shifted, and {ENOUGH_REQUESTS} are "
                f"needed to judge it. Send it some and look at `make alarms`; "
                f"`make rollback-{move.service}` goes back."
            )

    def _stage(self, deployment_id: str, move: Move) -> str:
        shift = self._deployments.shift_of(deployment_id)
        name = f"{move.service} version {move.target}"
        if shift and shift.percent:
            return f"{name} has {shift.percent:.0f} % of the traffic"
        return f"{name} has no traffic"

    def _outcome(self, deployment_id: str) -> Deployment:
        """The deployment after its end, and the end of its rollback."""
        deployment = self._deployments.get(deployment_id)
        while not deployment.is_over:
            time.sleep(self._poll_seconds)
            deployment = self._deployments.get(deployment_id)
        if deployment.rollback_id:
            self._outcome(deployment.rollback_id)
        return deployment

    def _failure(self, deployment: Deployment, move: Move) -> dict[str, str]:
        """The reason of a rollback and what to do next; empty without one."""
        if deployment.status == "Succeeded":
            return {}
        log = SMOKE if deployment.error_code == "HOOK_EXECUTION_FAILURE" else move.service
        why = deployment.error or f"the deployment {deployment.id} is {deployment.status}"
        return {
            move.service: f"version {move.target} of {move.service} was rolled back: {why}\n"
            f"Version {move.current} serves all traffic, with its contract. `make logs-{log}` "
            f"shows what went wrong; mend it and run `make deploy-{move.service}` again."
        }
