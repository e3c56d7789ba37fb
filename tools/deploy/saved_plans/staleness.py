"""Whether a saved plan may still be applied: one sentence for each reason that it may not."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from tools.deploy.saved_plans.label import Label

LONGEST = timedelta(days=7)
COMMIT_CHARACTERS = 12


def reasons(saved: Label, here: Label) -> Iterator[str]:
    """The differences between the label and one that would be written here and now."""
    if saved.root != here.root:
        yield f"it is a plan of {saved.root}"
    if (saved.environment, saved.region) != (here.environment, here.region):
        yield (
            f"it is of {saved.environment} in {saved.region}, "
            f"and this is {here.environment} in {here.region}"
        )
    if saved.account != here.account:
        yield f"it is of account {saved.account}, and these credentials are of {here.account}"
    if saved.tree != here.tree:
        yield (
            f"it is of commit {saved.commit[:COMMIT_CHARACTERS]}, "
            f"and commit {here.commit[:COMMIT_CHARACTERS]} has other files"
        )
    yield from _age(saved.moment, here.moment)
    yield from _state(saved, here)
    if saved.reads != here.reads:
        yield "the platform, which it has read, is another one by now"
    yield from _files(saved, here)


def _age(planned: datetime, now: datetime) -> Iterator[str]:
    age = now - planned
    if age > LONGEST:
        yield f"it is {age.days} days old, and the world may differ after {LONGEST.days}"


def _state(saved: Label, here: Label) -> Iterator[str]:
    if saved.state.lineage != here.state.lineage:
        yield "the root has another state by now"
    elif saved.state.serial != here.state.serial:
        yield (
            f"the root was applied meanwhile: its state had serial {saved.state.serial}, "
            f"and has {here.state.serial}"
        )


def _files(saved: Label, here: Label) -> Iterator[str]:
    for name, digest in sorted(saved.files.items()):
        if name not in here.files:
            yield f"it was made in another folder: it applies {name}, which this tree has not"
        elif here.files[name] != digest:
            yield f"{name} has other contents than when it was made"
