"""All rules, and a run over a plan."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from tools.review.plan.facts.model import Danger, Plan
from tools.review.plan.facts.reading import read
from tools.review.plan.rules.reach import (
    access,
    attachments,
    authorization,
    firewall,
    function_permissions,
    function_settings,
    limits,
    networks,
    permissions,
    routes,
    scopes,
)
from tools.review.plan.rules.running import drift, releases, unknown, versions, watching
from tools.review.plan.rules.stored import (
    data_loss,
    encryption,
    indexes,
    outputs,
    plain_values,
    protection,
    retention,
)

type Rule = Callable[[Plan], Iterable[Danger]]

SETTINGS: tuple[Rule, ...] = (
    protection.dangers,
    permissions.dangers,
    attachments.dangers,
    access.dangers,
    networks.dangers,
    function_permissions.dangers,
    authorization.dangers,
    function_settings.dangers,
    routes.dangers,
    scopes.dangers,
    firewall.dangers,
    limits.dangers,
    watching.dangers,
    releases.dangers,
    encryption.dangers,
    retention.dangers,
    plain_values.dangers,
    indexes.dangers,
)
RULES: tuple[Rule, ...] = (
    data_loss.dangers,
    *SETTINGS,
    outputs.dangers,
    versions.dangers,
    unknown.dangers,
    partial(drift.dangers, others=SETTINGS),
)


def dangers(root: str, plan: Mapping[str, Any], folder: Path | None = None) -> list[Danger]:
    """The dangers of a plan in the format of `terraform show -json`, the gravest first.

    `folder` has the sources that it was made of, where they are here.
    """
    every = dict.fromkeys(_all(read(root, plan, folder)))
    return sorted(every, key=lambda each: -each.weight)


def _all(plan: Plan) -> Iterator[Danger]:
    for rule in RULES:
        yield from rule(plan)
