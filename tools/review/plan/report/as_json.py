"""The review as a JSON object: everything, nothing cut."""

from typing import Any

from tools.review.plan.facts.model import Danger
from tools.review.plan.report.model import Review, RootReview
from tools.review.plan.report.verdict import WORDS, sentence
from tools.review.plan.waivers import Waiver


def as_json(review: Review) -> dict[str, Any]:
    """All of it, without values of resources; `from_json` reads it back."""
    return {
        "verdict": WORDS[review.weight],
        "sentence": sentence(review),
        "environment": review.environment,
        "base": review.base,
        "commit": review.commit,
        "dangers": [
            {"root": root.root, **_danger(each), "expired": _waiver(root.expired.get(each))}
            for root in review.roots
            for each in root.dangers
        ],
        "waived": [
            {"root": root.root, **_danger(each.danger), "waiver": _waiver(each.waiver)}
            for root in review.roots
            for each in root.waived
        ],
        "checks": [vars(each) for each in review.checks],
        "contract": [
            {"service": service, **vars(each)}
            for service, changes in review.contracts.items()
            for each in sorted(changes, key=lambda change: not change.breaking)
        ],
        "contract_unknown": review.contracts_unknown,
        "cost": vars(review.costs),
        "roots": [_root(each) for each in review.roots],
    }


def _waiver(waiver: Waiver | None) -> dict[str, str] | None:
    if waiver is None:
        return None
    expires = waiver.expires.isoformat()
    return {"owner": waiver.owner, "reason": waiver.reason, "expires": expires}


def _danger(danger: Danger) -> dict[str, Any]:
    return {
        "kind": str(danger.kind),
        "weight": danger.weight.name.lower(),
        "address": danger.address,
        "reason": danger.reason,
        "advice": danger.advice,
    }


def _root(root: RootReview) -> dict[str, Any]:
    changes = [{**vars(each), "arguments": list(each.arguments)} for each in root.changes]
    return {"root": root.root, "failure": root.failure, "changes": changes}
