"""Lowered service levels break a consumer's contract."""

from typing import Any

import pytest

from tools.review.contract_changes.levels import level_changes

COMPATIBLE, BREAKING = "compatible", "breaking"
type Json = dict[str, Any]


def tier(rate: float = 10, burst: int = 20, limit: int = 1000, period: str = "DAY") -> Json:
    quota = {"limit": limit, "period": period}
    return {"tiers": {"gold": {"rate_per_second": rate, "burst": burst, "quota": quota}}}


def without_quota() -> Json:
    return {"tiers": {"gold": {"rate_per_second": 10, "burst": 20}}}


def route_class(rate: float) -> Json:
    return {"route_classes": {"read": {"rate_per_second": rate, "burst": 20}}}


CASES = [
    ("a lower rate", tier(rate=10), tier(rate=9), BREAKING),
    ("a higher rate", tier(rate=10), tier(rate=11), COMPATIBLE),
    ("a smaller burst", tier(burst=20), tier(burst=19), BREAKING),
    ("a larger burst", tier(burst=20), tier(burst=21), COMPATIBLE),
    ("a smaller quota", tier(limit=1000), tier(limit=999), BREAKING),
    ("a larger quota", tier(limit=1000), tier(limit=1001), COMPATIBLE),
    ("a day's for a month", tier(), tier(limit=31_000, period="MONTH"), COMPATIBLE),
    ("less than a day's for a month", tier(), tier(limit=30_999, period="MONTH"), BREAKING),
    ("a month's for a day", tier(period="MONTH"), tier(period="DAY"), COMPATIBLE),
    ("less than a month's for a day", tier(period="MONTH"), tier(limit=999), BREAKING),
    ("a quota comes", without_quota(), tier(), BREAKING),
    ("a quota goes", tier(), without_quota(), COMPATIBLE),
    ("a tier goes", tier(), {"tiers": {}}, BREAKING),
    ("a tier comes", {"tiers": {}}, tier(), COMPATIBLE),
    ("a slower class", route_class(10), route_class(9), BREAKING),
    ("a faster class", route_class(10), route_class(11), COMPATIBLE),
    ("a class that no route has any more", route_class(10), {"route_classes": {}}, None),
    (
        "something that is not judged",
        tier(),
        {"tiers": {"gold": {**tier()["tiers"]["gold"], "concurrency": 5}}},
        BREAKING,
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "verdict"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_changed_level_is_judged(old: Json, new: Json, verdict: str | None) -> None:
    assert {change.verdict for change in level_changes(old, new)} == {verdict} - {None}


def test_a_change_names_the_tier_and_both_levels() -> None:
    (change,) = level_changes(tier(), tier(limit=10, period="WEEK"))

    assert (change.route, change.what) == ("tier gold", "quota 1000 per day → 10 per week")
