"""Dangers that no plan tells: versions, refusals to destroy, changes that Terraform ignores."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from tools.review.plan.facts.model import Change, Danger, Kind, Weight
from tools.review.plan.facts.sources import Reader, ignored, prevented, versions
from tools.review.plan.policies.texts import is_document
from tools.review.plan.rules.running.versions import between
from tools.review.plan.rules.tables import FAMILIES, guards

GONE = "Terraform no longer refuses to destroy it: prevent_destroy is gone"
UNSEEN = "Terraform takes back no change of {names} that is made outside of it, and no plan tells"
SEEN = "Ignore no more than what another program sets, and never what keeps data or access safe"
EVERYTHING = "all"
JUDGED = {
    "threshold", "evaluation_periods", "metric_query", "pattern", "event_pattern", "ingress",
    "rule", "default_action", "environment", "layers", "acl", "body", "source_code_hash",
}  # fmt: skip
"""Arguments of which rules of their own say whether they got weaker."""
ADVICE = "Leave it on; if it has to go, say until when and who watches the data"


@dataclass(frozen=True)
class Tree:
    """Files of a tree, by their paths in it, and their texts."""

    files: tuple[PurePosixPath, ...]
    read: Reader


def dangers(before: Tree, after: Tree) -> Iterator[Danger]:
    """Everything that the sources of a root ask for in another version, or refuse no more."""
    yield from between(versions(before.files, before.read), versions(after.files, after.read))
    protected = {address for _, address in prevented(after.files, after.read)}
    here = {str(each) for each in after.files}
    for path, address in sorted(prevented(before.files, before.read)):
        if path in here and address not in protected:
            yield Danger(Kind.PROTECTION, f"{path}: {address}", GONE, ADVICE, Weight.STOP)
    yield from _unseen(before, after)


def _unseen(before: Tree, after: Tree) -> Iterator[Danger]:
    """Settings that guard something, of resources that were there, and that nobody looks at now."""
    known = ignored(before.files, before.read)
    for address, names in ignored(after.files, after.read).items():
        more = {each for each in names - known.get(address, names) if _is_risky(address, each)}
        if more:
            reason = UNSEEN.format(names=", ".join(sorted(more)))
            yield Danger(Kind.DRIFT, address, reason, SEEN)


def _is_risky(address: str, argument: str) -> bool:
    """Whether a rule guards the argument of this type, or a policy is in it."""
    name, change = (
        argument.partition(".")[0],
        Change(address, address.partition(".")[0], (), {}, {}),
    )
    guarded = (each for family in FAMILIES for each in guards(family) if each.covers(change))
    is_guarded = any(each.path.partition(".")[0] == name for each in guarded)
    return argument == EVERYTHING or name in JUDGED or is_document(name) or is_guarded
