"""Checkov and the rules of AWS on plans: what is new, and said by no rule of ours already."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tools.review.aws_rules import planned
from tools.review.aws_rules.model import Finding as RuleFinding
from tools.review.aws_rules.model import Subject
from tools.review.aws_rules.ruleset import findings
from tools.review.plan.facts.model import root_of
from tools.review.plan.facts.reading import listed
from tools.review.plan.report.model import Check, RootReview
from tools.review.scan import checkov
from tools.review.scan.judgement import faults
from tools.review.scan.model import Finding, Skip
from tools.review.scan.skips import of_address

LINT, CHECKOV = "make lint-aws", "Checkov"
BEFORE = "before "
TERRAFORM = Path("terraform")


def of_aws(plans: Mapping[str, Mapping[str, Any]]) -> Iterator[Check]:
    """The new findings of AWS's rules about objects that change."""
    known = {(each.rule, each.fault) for each in _found(plans, _before)}
    for each in _found(plans, dict):
        root, _, place = each.fault.place.partition(": ")
        if (each.rule, each.fault) not in known and place in _changing(root, plans):
            sentence = f"{each.fault.sentence}. {each.fault.advice}."
            yield Check(LINT, root, place, each.rule, sentence)


def _found(
    plans: Mapping[str, Mapping[str, Any]],
    side: Callable[[Mapping[str, Any]], Mapping[str, Any]],
) -> list[RuleFinding]:
    """The findings in one side of all plans together: roots name each other's objects."""
    subjects = (planned.of_plan(root, side(plan)) for root, plan in plans.items())
    return findings(sum(subjects, Subject()))


def _changing(root: str, plans: Mapping[str, Mapping[str, Any]]) -> set[str]:
    return {each.address for each in listed(plans[root])} if root in plans else set()


def of_checkov(
    plans: Mapping[str, Mapping[str, Any]], reviews: Sequence[RootReview], folder: Path
) -> list[Check]:
    """Checkov's findings that were not there before; without those that our dangers say, too."""
    every = {**plans, **{f"{BEFORE}{root}": _before(plan) for root, plan in plans.items()}}
    _, results = checkov.scan(every, folder)
    known = {
        (each.root.removeprefix(BEFORE), each.address, each.check)
        for each in results
        if each.root.startswith(BEFORE)
    }
    fresh = [
        each
        for each in results
        if not each.root.startswith(BEFORE) and (each.root, each.address, each.check) not in known
    ]
    said = {
        (review.root, danger.address, str(danger.kind))
        for review in reviews
        for danger in review.dangers
    }
    unsaid = [each for each in fresh if not _is_said(each, said)]
    names = {(each.root, each.address, each.check): each.name for each in unsaid}
    return [
        Check(
            CHECKOV, each.root, each.address, each.check, names[each.root, each.address, each.check]
        )
        for each in _unexcused(unsaid, plans)
    ]


def _is_said(finding: Finding, said: set[tuple[str, str, str]]) -> bool:
    return any(
        (finding.root, finding.address, kind) in said for kind in _kinds().get(finding.check, ())
    )


@cache
def _kinds() -> dict[str, list[str]]:
    path = Path(__file__).with_name("same.json")
    kinds: dict[str, list[str]] = {}
    for each in json.loads(path.read_text(encoding="utf-8"))["rows"]:
        kinds.setdefault(each["check"], []).append(each["kind"])
    return kinds


def _before(plan: Mapping[str, Any]) -> dict[str, Any]:
    """A plan of nothing, of the objects as they are."""
    state = plan.get("prior_state", {}).get("values", {"root_module": {}})
    return {**plan, "planned_values": state, "resource_changes": [], "resource_drift": []}


def _unexcused(
    unsaid: Iterable[Finding], plans: Mapping[str, Mapping[str, Any]]
) -> Iterator[Finding]:
    """The findings that no comment in the source excuses."""

    def excuses(finding: Finding) -> Sequence[Skip]:
        try:
            return of_address(
                (TERRAFORM / root_of(finding.root)).resolve(), plans[finding.root], finding.address
            )
        except (KeyError, ValueError):
            return ()

    every = list(unsaid)
    wrong = {(each.where, each.check) for each in faults(every, excuses)}
    yield from (each for each in every if (f"{each.root}: {each.address}", each.check) in wrong)


def is_there() -> bool:
    """Whether Checkov is installed."""
    return checkov.COMMAND.exists()
