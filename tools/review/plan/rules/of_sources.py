"""Dangers that no plan tells: versions that the sources ask for, and refusals to destroy."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from tools.review.plan.facts.model import Danger, Kind, Weight
from tools.review.plan.facts.sources import Reader, prevented, versions
from tools.review.plan.rules.running.versions import between

GONE = "Terraform no longer refuses to destroy it: prevent_destroy is gone"
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
