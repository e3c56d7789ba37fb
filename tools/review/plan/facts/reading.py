"""Reads the JSON of `terraform show -json` into a plan."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.command import CommandError
from tools.review.plan.facts.counterparts import paired
from tools.review.plan.facts.mirrors import without_mirrors
from tools.review.plan.facts.model import DATA, Change, Plan

UNCHANGED = {("no-op",), ("read",), ("forget",), ()}
ACCOUNT = re.compile(r"arn:aws[\w-]*:[\w-]*:[\w-]*:(\d{12}):")


def read(root: str, plan: Mapping[str, Any], folder: Path | None = None) -> Plan:
    """The plan of a root; CommandError when the JSON is of something else than a plan."""
    check(root, plan)
    every = [_change(each) for each in plan.get("resource_changes", [])]
    managed = [each for each in every if each.mode != DATA]
    altered = [each for each in managed if each.actions not in UNCHANGED]
    return Plan(
        root=root,
        changes=tuple(paired(altered)),
        drift=tuple(without_mirrors(map(_change, plan.get("resource_drift", [])), _prior(plan))),
        data=tuple(each for each in every if each.mode == DATA),
        configuration=plan.get("configuration", {}),
        objects=tuple(managed),
        providers_before=frozenset(_providers(plan)),
        accounts=frozenset(_accounts(plan)),
        folder=folder,
        outputs=tuple(_output(*each) for each in plan.get("output_changes", {}).items()),
    )


def check(root: str, plan: Mapping[str, Any]) -> None:
    """CommandError when the JSON is of something else than a plan."""
    is_plan = "resource_changes" in plan or "planned_values" in plan
    parts = [plan.get(name) for name in ("resource_changes", "resource_drift")]
    if not is_plan or not all(map(_are_objects, parts)):
        raise CommandError(f"{root}: this is no plan; give the output of `terraform show -json`")


def _are_objects(value: Any) -> bool:
    return value is None or (
        isinstance(value, list) and all(isinstance(each, Mapping) for each in value)
    )


def listed(plan: Mapping[str, Any]) -> list[Change]:
    """Every change of an object, moves and imports included, as the table of changes lists them."""
    every = [_change(each) for each in plan.get("resource_changes", [])]
    return [
        each
        for each in every
        if each.mode != DATA and (each.actions not in UNCHANGED - {("forget",)} or _moves(each))
    ]


def _moves(change: Change) -> bool:
    return change.previous_address is not None


def _change(each: Mapping[str, Any]) -> Change:
    change = each.get("change", {})
    return Change(
        address=each["address"],
        type=each["type"],
        actions=tuple(change.get("actions", ())),
        before=change.get("before"),
        after=change.get("after"),
        unknown=change.get("after_unknown") or {},
        mode=each.get("mode", "managed"),
        provider=each.get("provider_name", ""),
        previous_address=each.get("previous_address"),
        replace_paths=tuple(tuple(path) for path in change.get("replace_paths", ())),
        sensitive_before=change.get("before_sensitive") or {},
        sensitive_after=change.get("after_sensitive") or {},
        deposed="deposed" in each,
    )


def _output(name: str, change: Mapping[str, Any]) -> Change:
    before, after = change.get("before"), change.get("after")
    return Change(
        address=f"output.{name}",
        type="output",
        actions=tuple(change.get("actions", ())),
        before=None if before is None else {"value": before},
        after={"value": after},
        unknown={"value": change.get("after_unknown") or False},
        sensitive_before={"value": change.get("before_sensitive") or False},
        sensitive_after={"value": change.get("after_sensitive") or False},
    )


def _resources(module: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from _resources(child)


def _prior(plan: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return _resources(plan.get("prior_state", {}).get("values", {}).get("root_module", {}))


def _providers(plan: Mapping[str, Any]) -> Iterator[str]:
    """The providers by which the state was made."""
    return (each["provider_name"] for each in _prior(plan) if each.get("mode") != DATA)


def _accounts(plan: Mapping[str, Any]) -> Iterator[str]:
    """The account of the caller, else the one that most ARNs of the state are in."""
    prior = list(_prior(plan))
    for each in [*prior, *_resources(plan.get("planned_values", {}).get("root_module", {}))]:
        if each["type"] == "aws_caller_identity" and each.get("values", {}).get("account_id"):
            yield str(each["values"]["account_id"])
            return
    texts = json.dumps([each.get("values") for each in prior]) + json.dumps(
        [each.get("change", {}).get("after") for each in plan.get("resource_changes", [])]
    )
    counted = Counter(ACCOUNT.findall(texts))
    yield from (account for account, _ in counted.most_common(1))
