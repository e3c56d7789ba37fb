"""Waivers: who answers for a danger, until when."""

from datetime import date
from pathlib import Path

import pytest

from tools.command import CommandError
from tools.review.plan import waivers
from tools.review.plan.facts.model import Danger, Kind

TODAY = date(2026, 6, 1)
DANGER = Danger(Kind.RETENTION, 'module.a.aws_cloudwatch_log_group.this["x"]', "shorter", "ask")
GOOD = """
[[waiver]]
root = "services/*"
kind = "lowered retention"
address = "module.a.aws_cloudwatch_log_group.this[*]"
owner = "@platform"
reason = "The logs are in the archive, too."
expires = 2026-06-01
"""


def read(tmp_path: Path, text: str, today: date = TODAY) -> waivers.Waivers:
    path = tmp_path / "waivers.toml"
    path.write_text(text, encoding="utf-8")
    return waivers.read(path, today)


def test_a_waiver_covers_its_kind_of_danger_in_its_place(tmp_path: Path) -> None:
    known = read(tmp_path, GOOD)

    assert known.of("services/parcels", DANGER)
    assert known.of("gateway", DANGER) is None


def test_a_waiver_of_a_root_is_of_every_region(tmp_path: Path) -> None:
    known = read(tmp_path, GOOD.replace("services/*", "services/parcels"))

    assert known.of("services/parcels in eu-west-1", DANGER)
    assert known.of("services/parcel in eu-west-1", DANGER) is None


def test_an_expired_waiver_counts_as_none(tmp_path: Path) -> None:
    known = read(tmp_path, GOOD, date(2026, 6, 2))

    assert known.of("services/parcels", DANGER) is None
    assert known.expired("services/parcels", DANGER)


def test_there_need_be_no_waivers(tmp_path: Path) -> None:
    assert waivers.read(tmp_path / "none.toml", TODAY).every == ()


MALFORMED = {
    "no TOML": ("[[waiver", "is not TOML"),
    "another table": ("[waivers]", "tables only"),
    "no owner": (GOOD.replace('owner = "@platform"\n', ""), "waiver 1 has no owner"),
    "an empty owner": (GOOD.replace("@platform", " "), "has an empty owner"),
    "a misspelt name": (GOOD + 'resaon = "x"\n', "has resaon, which no waiver has"),
    "an unknown kind": (GOOD.replace("lowered retention", "luck"), "has the kind 'luck'"),
    "a text as a day": (GOOD.replace("2026-06-01", '"soon"'), "expires on no day"),
    "a moment": (GOOD.replace("2026-06-01", "2026-06-01T00:00:00Z"), "expires on no day"),
    "no end": (GOOD.replace("2026-06-01", "2099-01-01"), "more than a year"),
    "no reason": (GOOD.replace("The logs are in the archive, too.", "ok"), "fewer than 15"),
}


@pytest.mark.parametrize(("text", "sentence"), MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_waiver_is_one_clear_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence) as raised:
        read(tmp_path, text)

    assert "\n" not in str(raised.value) or "TOML" in sentence
