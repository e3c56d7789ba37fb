"""Evaluates the deployed alarms: metric alarms first, then composite alarms."""

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any

from moto.cloudwatch.models import cloudwatch_backends

from embedded_aws.cloudwatch.alarms.composite_rules import RuleError, read
from embedded_aws.cloudwatch.alarms.datapoints import Points, points_of, rule_of
from embedded_aws.cloudwatch.alarms.evaluation import (
    ALARM,
    COMPARISONS,
    INSUFFICIENT_DATA,
    OK,
    Rule,
    judged,
)
from embedded_aws.cloudwatch.alarms.reasons import verdict_of
from embedded_aws.cloudwatch.alarms.states import Verdict, change
from embedded_aws.cloudwatch.alarms.suppression import act_unless_suppressed
from embedded_aws.cloudwatch.maths.series import MathError
from embedded_aws.cloudwatch.metrics.store import MINUTE, Store
from embedded_aws.cloudwatch.metrics.summary import UnknownStatisticError
from embedded_aws.state.changes import changing

_report = logging.getLogger(__name__)


class Alarms:
    """Evaluates all alarms of one account and region."""

    def __init__(
        self, account_id: str, region: str, clock: Callable[[], float] = time.time
    ) -> None:
        self._backend: Any = cloudwatch_backends[account_id][region]
        self._clock = clock

    def evaluate(self, now: float) -> None:
        """Change every alarm to the state of its data points or its rule."""
        before = self._states()
        with changing(worth_saving=False):
            for alarm in self._alarms(composite=False):
                self._try(self._measure, alarm, now)
            composites = self._alarms(composite=True)
            for _ in composites:  # each may depend on the others: so many rounds at most
                states = self._states()
                for alarm in composites:
                    self._try(self._combine, alarm, now)
                if self._states() == states:
                    break
        with changing(worth_saving=self._states() != before):
            for alarm in self._alarms(composite=False) + composites:
                self._try(self._act, alarm, now)

    def ringing(self, names: Sequence[str]) -> list[str]:
        """The alarms in ALARM, now or at the end of the current minute.

        Deployments look ahead because their minutes may be short here.
        """
        alarms = [self._backend.alarms[name] for name in names if name in self._backend.alarms]
        soon = self._clock() + MINUTE
        with changing(worth_saving=False):
            return [each.name for each in alarms if self._rings(each, soon)]

    def _rings(self, alarm: Any, now: float) -> bool:
        if alarm.state_value == ALARM or alarm.rule is not None:
            return bool(alarm.state_value == ALARM)
        try:
            return self._judged(alarm, now)[0] == ALARM
        except (MathError, UnknownStatisticError):
            return False

    def _alarms(self, *, composite: bool) -> list[Any]:
        alarms = list(self._backend.alarms.values())
        return [each for each in alarms if (each.rule is not None) == composite]

    def _states(self) -> dict[str, str]:
        return {name: each.state_value for name, each in list(self._backend.alarms.items())}

    def _try(self, step: Any, alarm: Any, now: float) -> None:
        try:
            step(alarm, now)
        except Exception:  # noqa: BLE001 - one alarm's trouble must not silence the others
            _report.warning("The alarm %s was not evaluated", alarm.name, exc_info=True)

    def _measure(self, alarm: Any, now: float) -> None:
        try:
            state, points, rule = self._judged(alarm, now)
        except (MathError, UnknownStatisticError) as error:
            self._settle(alarm, Verdict(INSUFFICIENT_DATA, f"Not evaluated: {error}"), now)
            return
        self._settle(alarm, verdict_of(alarm, points, rule, state, now), now)

    def _judged(self, alarm: Any, now: float) -> tuple[str, Points, Rule]:
        points, rule = points_of(Store(self._backend), alarm, now), rule_of(alarm)
        exceeds, _ = COMPARISONS[alarm.comparison_operator]
        breaching = [
            None if value is None else exceeds(value, alarm.threshold) for value in points.values
        ]
        return judged(breaching, rule, alarm.state_value), points, rule

    def _combine(self, alarm: Any, now: float) -> None:
        try:
            rule = read(alarm.rule)
        except RuleError as error:
            self._settle(alarm, Verdict(INSUFFICIENT_DATA, str(error)), now)
            return
        states = self._states()
        state = ALARM if rule.holds(states) else OK
        children = [f"{name} is {states.get(name, 'not there')}" for name in sorted(rule.names)]
        reason = f"The rule is {'true' if state == ALARM else 'false'}: {', '.join(children)}"
        self._settle(alarm, Verdict(state, reason), now)

    def _settle(self, alarm: Any, verdict: Verdict, now: float) -> None:
        """Change the state; while the state stays, its reason stays too."""
        initial = alarm.state_reason.startswith("Unchecked")
        if verdict.state != alarm.state_value or initial:
            change(self._backend, alarm, verdict, now)

    def _act(self, alarm: Any, now: float) -> None:
        act_unless_suppressed(self._backend, alarm, now)
