"""Settings of AWS Backup that exclude each other."""

from collections.abc import Iterator, Mapping
from typing import Any

from tools.review.aws_rules.model import Fault, Subject
from tools.review.aws_rules.values import blocks, number

PROMISE = "Backup plans keep and move copies as AWS Backup allows"
PAGE = "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html"
PLANS = "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRule.html"
LOCKS = "https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html"
COLD_DAYS, CONTINUOUS_DAYS = 90, 35


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of every rule of every plan, then of vault locks."""
    for plan in subject.of("aws_backup_plan"):
        for rule in blocks(plan.values, "rule"):
            place = f"{plan.place}, {rule.get('rule_name', 'a rule')}"
            yield from _lifecycles(place, rule)
            yield from _continuous(place, rule)
            yield from _windows(place, rule)
    for lock in subject.of("aws_backup_vault_lock_configuration"):
        yield from _lock(lock.place, lock.values)


def _lifecycles(place: str, rule: Mapping[str, Any]) -> Iterator[Fault]:
    copies = [
        lifecycle_block
        for copy in blocks(rule, "copy_action")
        for lifecycle_block in blocks(copy, "lifecycle")
    ]
    for lifecycle in [*blocks(rule, "lifecycle"), *copies]:
        cold = number(lifecycle.get("cold_storage_after"))
        delete = number(lifecycle.get("delete_after"))
        if cold and delete and delete < cold + COLD_DAYS:
            yield Fault(
                place,
                f"Copies go cold after {cold:g} days and are deleted after {delete:g}",
                f"Cold storage lasts at least {COLD_DAYS} days: delete after {cold + COLD_DAYS:g}",
            )


def _continuous(place: str, rule: Mapping[str, Any]) -> Iterator[Fault]:
    if not rule.get("enable_continuous_backup"):
        return
    for lifecycle in blocks(rule, "lifecycle"):
        if (number(lifecycle.get("delete_after")) or 0) > CONTINUOUS_DAYS:
            yield Fault(
                place,
                f"Continuous backups end after {CONTINUOUS_DAYS} days",
                "Use two rules",
                PLANS,
            )
        if number(lifecycle.get("cold_storage_after")):
            yield Fault(place, "Continuous backups do not go cold", "Use two rules", PLANS)


def _windows(place: str, rule: Mapping[str, Any]) -> Iterator[Fault]:
    start, end = number(rule.get("start_window")), number(rule.get("completion_window"))
    if start is not None and start < 60:  # noqa: PLR2004
        yield Fault(place, f"start_window is {start:g} minutes", "Use 60 or more", PLANS)
    if start is not None and end is not None and end < start + 60:
        yield Fault(
            place, f"completion_window is {end:g} minutes", "An hour more than start_window", PLANS
        )


def _lock(place: str, values: Mapping[str, Any]) -> Iterator[Fault]:
    least, most = (number(values.get(f"{end}_retention_days")) for end in ("min", "max"))
    grace = number(values.get("changeable_for_days"))
    if least and most and least > most:
        yield Fault(
            place, f"It keeps at least {least:g}, at most {most:g} days", "Swap them", LOCKS
        )
    if grace is not None and grace < 3:  # noqa: PLR2004
        yield Fault(place, f"changeable_for_days is {grace:g}", "Use 3 or more", LOCKS)
