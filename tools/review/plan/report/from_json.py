"""Reviews read back from JSON: those of several roots, made apart, become one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tools.command import CommandError
from tools.review.contract_changes.change import Change as ContractChange
from tools.review.plan.facts.model import Danger, Kind, Weight
from tools.review.plan.report.model import Check, Costs, Listed, Review, RootReview, Waived
from tools.review.plan.waivers import Waiver

type Json = Mapping[str, Any]


def together(reviews: Sequence[Json]) -> Review:
    """One review of all their roots; contracts and costs are of the commit, so in each the same."""
    try:
        first = reviews[0]
        return Review(
            environment=first["environment"],
            base=first["base"],
            commit=first["commit"],
            roots=tuple(_root(each, review) for review in reviews for each in review["roots"]),
            checks=tuple(Check(**each) for review in reviews for each in review["checks"]),
            contracts=_contracts(first["contract"]),
            contracts_unknown=first["contract_unknown"],
            costs=Costs(**first["cost"]),
        )
    except (IndexError, KeyError, TypeError, ValueError) as error:
        raise CommandError(
            f"these are no reviews as `make review` writes them: {error!r}"
        ) from error


def _root(root: Json, review: Json) -> RootReview:
    name = root["root"]
    own = [each for each in review["dangers"] if each["root"] == name]
    return RootReview(
        root=name,
        changes=tuple(
            Listed(**{**each, "arguments": tuple(each["arguments"])}) for each in root["changes"]
        ),
        dangers=tuple(map(_danger, own)),
        waived=tuple(_waived(each) for each in review["waived"] if each["root"] == name),
        expired={_danger(each): _waiver(each["expired"], each) for each in own if each["expired"]},
        failure=root["failure"],
    )


def _danger(each: Json) -> Danger:
    weight = Weight[each["weight"].upper()]
    return Danger(Kind(each["kind"]), each["address"], each["reason"], each["advice"], weight)


def _waived(each: Json) -> Waived:
    return Waived(_danger(each), _waiver(each["waiver"], each))


def _waiver(waiver: Json, danger: Json) -> Waiver:
    return Waiver(
        danger["root"], Kind(danger["kind"]), danger["address"], waiver["owner"], waiver["reason"],
        date.fromisoformat(waiver["expires"]),
    )  # fmt: skip


def _contracts(changes: Sequence[Json]) -> dict[str, tuple[ContractChange, ...]]:
    by_service: dict[str, tuple[ContractChange, ...]] = {}
    for each in changes:
        change = ContractChange(
            each["route"], each["what"], each["breaking"], each["why"], each["advice"]
        )
        by_service[each["service"]] = (*by_service.get(each["service"], ()), change)
    return by_service
