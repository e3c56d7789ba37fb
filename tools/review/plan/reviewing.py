"""Makes a review of plans: dangers, waivers and findings, without any sensitive value."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tools.command import CommandError
from tools.review.plan.facts.model import Change, Danger
from tools.review.plan.facts.reading import check, listed
from tools.review.plan.facts.sensitive import Hidden, hide
from tools.review.plan.report.model import Listed, RootReview, Waived
from tools.review.plan.ruleset import dangers
from tools.review.plan.waivers import Waivers

MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError)
"""Errors of rules where a plan has other types than Terraform's."""
COMPUTED = {"id", "arn", "tags_all"}


def reviewed(
    root: str,
    plan: Mapping[str, Any],
    waivers: Waivers,
    others: Iterable[Danger] = (),
    folder: Path | None = None,
) -> RootReview:
    """The review of one root's plan; `others` are dangers that the plan does not tell.

    `folder` has the root's sources, where they are here.
    """
    check(root, plan)
    try:
        clean, hidden = hide(plan)
        every = [_scrubbed(each, hidden) for each in dangers(root, clean, folder)] + list(others)
        changes = tuple(_listed(each) for each in listed(clean))
    except MALFORMED as error:
        raise CommandError(
            f"{root}: a part of the plan is not as `terraform show -json` writes it "
            f"({type(error).__name__}: {error}); make the plan anew with the Terraform of this "
            "repository"
        ) from error
    accepted = [Waived(each, waiver) for each in every if (waiver := waivers.of(root, each))]
    left = [each for each in every if not waivers.of(root, each)]
    expired = {each: waiver for each in left if (waiver := waivers.expired(root, each))}
    return RootReview(root, changes, tuple(left), tuple(accepted), expired)


def _listed(change: Change) -> Listed:
    """The change with the names of the arguments that it alters."""
    before, after = change.sides()
    open_ = change.unknown if isinstance(change.unknown, Mapping) else {}
    given = {name for name, each in open_.items() if each is True}
    if change.verb == "replace":  # then AWS gives every value anew
        given &= {str(path[0]) for path in change.replace_paths}
    names = sorted(
        name
        for name in {*before, *after, *given} - COMPUTED
        if (name in after and (before.get(name) or None) != (after[name] or None)) or name in given
    )
    moved_from = change.previous_address
    arguments = tuple(names) if change.verb in {"update", "replace"} else ()
    return Listed(change.address, change.verb, moved_from, arguments)


def _scrubbed(danger: Danger, hidden: Hidden) -> Danger:
    return replace(
        danger, address=hidden.scrubbed(danger.address), reason=hidden.scrubbed(danger.reason)
    )
