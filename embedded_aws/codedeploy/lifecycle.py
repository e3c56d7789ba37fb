"""The lifecycle of a Lambda deployment: hook, traffic shift under the alarms' watch, hook."""

from embedded_aws.codedeploy.plan import (
    AFTER,
    ALLOW,
    BEFORE,
    FAILED,
    FINAL,
    ON_ALARM,
    ON_FAILURE,
    STOPPED,
    SUCCEEDED,
    UNDER_WAY,
    LifecycleEvent,
    Plan,
    World,
    failure_of_hook,
    message_of_alarms,
)
from embedded_aws.codedeploy.routing import ALL


class Deployment:
    """One deployment, advanced by calls with the current time."""

    def __init__(self, deployment_id: str, plan: Plan) -> None:
        self.id = deployment_id
        self.plan = plan
        self.status = "Created"
        self.share = 0
        self.error: tuple[str, str] | None = None
        self.rolled_back = False
        self.events = {name: LifecycleEvent(name) for name in (BEFORE, ALLOW, AFTER)}
        self._stop: tuple[bool] | None = None

    @property
    def is_over(self) -> bool:
        """Whether the deployment has ended."""
        return self.status in FINAL

    def stop(self, *, rollback: bool) -> None:
        """Stop the deployment at the next advance."""
        self._stop = (rollback,)

    def report(self, execution_id: str, status: str) -> None:
        """Record a hook's report; KeyError for an unknown id, ValueError after the end."""
        event = {each.execution_id: each for each in self.events.values()}[execution_id]
        if event.status != UNDER_WAY:
            raise ValueError(event.status)
        event.status = status

    def advance(self, now: float, world: World) -> None:
        """Do what is due."""
        if self.is_over:
            return
        if self.status == "Created":
            self.status = UNDER_WAY
            trouble = world.trouble(self.plan.spec)
            if trouble:
                self._fail(now, world, "INVALID_LAMBDA_CONFIGURATION", trouble)
                return
        if self._must_end(now, world):
            return
        for event in self.events.values():
            if event.ended is None:
                self._work(event, now, world)
            if event.ended is None or self.is_over:
                return
        self.status = SUCCEEDED

    def _must_end(self, now: float, world: World) -> bool:
        if self._stop:
            message = "The deployment was stopped by a user."
            self._end(now, world, STOPPED, ("MANUAL_STOP", message), back=self._stop[0])
            return True
        ringing = world.ringing(self.plan.alarms)
        if ringing:
            back = ON_ALARM in self.plan.rollback_on
            error = ("ALARM_ACTIVE", message_of_alarms(ringing))
            self._end(now, world, STOPPED, error, back=back)
        return bool(ringing)

    def _work(self, event: LifecycleEvent, now: float, world: World) -> None:
        if event.name == ALLOW:
            self._shift(event, now, world)
        elif event.name in self.plan.spec.hooks:
            self._hook(event, now, world)
        else:
            event.status, event.began, event.ended = "Skipped", now, now

    def _shift(self, event: LifecycleEvent, now: float, world: World) -> None:
        if event.began is None:
            event.status, event.began = UNDER_WAY, now
        share = self.plan.routing.share((now - event.began) / self.plan.minute_seconds)
        if share != self.share:
            self.share = share
            world.weigh(self.plan.spec, share)
        if share == ALL:
            event.status, event.ended = SUCCEEDED, now

    def _hook(self, event: LifecycleEvent, now: float, world: World) -> None:
        function = self.plan.spec.hooks[event.name]
        if event.began is None:
            event.status, event.began = UNDER_WAY, now
            payload = {
                "DeploymentId": self.id,
                "LifecycleEventHookExecutionId": event.execution_id,
            }
            world.call(function, payload)
            return
        why = failure_of_hook(event, now, self.plan, world)
        if why:
            event.message = f"The hook {function} {why}"
            self._fail(now, world, "HOOK_EXECUTION_FAILURE", f"{event.message} ({event.name}).")
        elif event.status == SUCCEEDED:
            event.ended = now

    def _fail(self, now: float, world: World, code: str, message: str) -> None:
        back = ON_FAILURE in self.plan.rollback_on
        self._end(now, world, FAILED, (code, message), back=back)

    def _end(
        self, now: float, world: World, status: str, error: tuple[str, str], *, back: bool
    ) -> None:
        """End the deployment as failed or stopped; remaining events are skipped."""
        self.status, self.error = status, error
        for event in self.events.values():
            if event.ended is None:
                event.status = FAILED if event.began is not None else "Skipped"
                event.began, event.ended = event.began or now, now
        if back:
            self.give_back(world)

    def give_back(self, world: World) -> None:
        """Give all traffic to the previous version."""
        if self.share:
            self.share = 0
            world.weigh(self.plan.spec, 0)
        self.rolled_back = True

    def lose(self, now: float, world: World) -> None:
        """Fail the deployment because the embedded AWS ended meanwhile."""
        message = "The embedded AWS ended while the deployment was under way."
        self._end(now, world, FAILED, ("INTERNAL_ERROR", message), back=True)
