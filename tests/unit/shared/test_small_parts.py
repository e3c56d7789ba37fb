"""Ids, times, settings, service levels and redaction."""

import io
import json
import logging
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from shared.ids import ending_of, is_id, may_be_id, new_id
from shared.logging import REDACTED, RedactingFormatter, make_logger, redacted
from shared.routes import RouteClass
from shared.settings import EnvironmentSettings, MissingSettingsError
from shared.throttling import service_levels
from shared.times import timestamp, utc_now
from tests.harness.machine_time import machine_in
from tools.deploy.where.environment import Environment

ROOT = Path(__file__).parents[3]


ZEROS = "0" * 26


def test_ids_sort_by_time_and_say_their_kind() -> None:
    ids = [new_id("ord", iter([moment]).__next__) for moment in (1.0, 20.0, 300.0, 4000.0)]

    assert ids == sorted(ids)
    assert all(each.startswith("ord_") and len(each) == 30 for each in ids)


def test_an_id_begins_with_its_moment_as_every_ulid_does() -> None:
    assert new_id("ord", lambda: 1469918176.385).startswith("ord_01ARYZ6S41")


def test_an_ending_takes_the_place_of_what_is_random() -> None:
    ending = ending_of("acme", "key-1")

    assert new_id("ord", lambda: 1469918176.385, ending) == f"ord_01ARYZ6S41{ending}"
    assert is_id("ord", new_id("ord", ending=ending))


def test_an_ending_stays_the_same_from_release_to_release() -> None:
    assert ending_of("acme", "key-1") == "NRPD98F83G4EXYT8"


@pytest.mark.parametrize("texts", [("acm", "ekey-1"), ("acmekey-1",), ("key-1", "acme"), ()])
def test_other_texts_have_another_ending(texts: tuple[str, ...]) -> None:
    assert ending_of(*texts) != ending_of("acme", "key-1")


@pytest.mark.parametrize(("length", "may_be"), [(64, True), (65, False)])
def test_a_text_that_is_too_long_for_a_key_is_no_id(length: int, *, may_be: bool) -> None:
    assert may_be_id("x" * length) is may_be


def test_ids_of_one_moment_differ() -> None:
    assert len({new_id("ord", lambda: 1.0) for _ in range(1000)}) == 1000


@pytest.mark.parametrize("kind", ["ord", "price_list"])
def test_an_id_is_known_by_its_kind_and_form(kind: str) -> None:
    assert is_id(kind, new_id(kind))


@pytest.mark.parametrize(
    "text", ["", "ord", "ord_", f"cus_{ZEROS}", f"ord_{ZEROS}0", "ord_" + "U" * 26, "x" * 9000]
)
def test_what_cannot_be_an_id_is_known_too(text: str) -> None:
    assert not is_id("ord", text)


def test_times_are_written_in_utc_to_the_millisecond() -> None:
    moment = datetime(2026, 11, 24, 13, 0, 0, 1999, tzinfo=timezone(timedelta(hours=1)))

    assert timestamp(moment) == "2026-11-24T12:00:00.001Z"
    assert utc_now().utcoffset() == timedelta(0)


def test_times_are_written_in_utc_wherever_the_machine_is() -> None:
    with machine_in("America/New_York"):
        written = timestamp(datetime(2026, 11, 24, 12, tzinfo=UTC))

    assert written == "2026-11-24T12:00:00.000Z"


@dataclass(frozen=True)
class Sample(EnvironmentSettings):
    table: str
    log_level: str
    region: str = "here"


def test_settings_come_from_variables_of_their_names() -> None:
    assert Sample.read({"TABLE": "t", "LOG_LEVEL": "INFO", "OTHER": "x"}) == Sample("t", "INFO")


def test_all_missing_settings_are_named_at_once() -> None:
    with pytest.raises(MissingSettingsError, match="TABLE, LOG_LEVEL"):
        Sample.read({})


def test_service_levels_are_valid_and_rise_with_the_tier() -> None:
    levels = service_levels()

    rates = [levels.tiers[name].rate_per_second for name in ("bronze", "silver", "gold")]
    assert rates == sorted(rates)
    assert set(levels.route_classes) == set(RouteClass)


def test_a_misspelt_service_level_is_refused(tmp_path: Path) -> None:
    whole = json.loads((ROOT / "shared/throttling.json").read_text())
    whole["tiers"]["gold"]["brust"] = 1
    broken = tmp_path / "throttling.json"
    broken.write_text(json.dumps(whole))

    with pytest.raises(ValidationError, match="brust"):
        service_levels(broken)


@pytest.mark.parametrize("path", sorted((ROOT / "terraform/environments").glob("*.tfvars")))
def test_every_consumer_has_a_tier_that_exists(path: Path) -> None:
    consumers = Environment(path.stem).consumers

    tiers = {consumer["tier"] for consumer in consumers.values()}
    assert tiers <= set(service_levels().tiers)


TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln"


@pytest.mark.parametrize(
    "value",
    [
        {"authorization": "Bearer abc"},
        {"headers": {"X-Api-Key": "abc"}},
        {"customer": [{"email": "abc"}]},
        {"note": f"they sent Bearer {TOKEN} again"},
        f"token={TOKEN}",
    ],
)
def test_secrets_and_personal_data_are_taken_out(value: Any) -> None:
    text = json.dumps(redacted(value))

    assert "abc" not in text
    assert TOKEN not in text
    assert REDACTED in text


def test_what_is_no_secret_stays() -> None:
    value = {"order_id": "ord_1", "count": 3, "tenant": "acme", "done": True, "none": None}

    assert redacted(value) == value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"EMAIL": "a@b.c", "id": "1"}, {"EMAIL": REDACTED, "id": "1"}),
        ([{"token": "abc"}, "x"], [{"token": REDACTED}, "x"]),
        (({"name": "Ada"}, 5), [{"name": REDACTED}, 5]),
        ({1: {"phone": "+49"}}, {1: {"phone": REDACTED}}),
        ({"note": f"sent Bearer {TOKEN}, twice"}, {"note": f"sent {REDACTED}, twice"}),
        (TOKEN, REDACTED),
    ],
)
def test_a_secret_alone_is_taken_out_wherever_it_stands(value: Any, expected: Any) -> None:
    assert redacted(value) == expected


def test_a_field_is_hidden_by_its_own_name() -> None:
    assert redacted("abc", "Password") == REDACTED


def test_a_log_lines_timestamp_is_one_that_lambda_reads(
    capsys: pytest.CaptureFixture[str],
) -> None:
    make_logger("timestamp-test", "INFO").info("now")

    line = json.loads(capsys.readouterr().out)
    assert datetime.fromisoformat(line["timestamp"]).utcoffset() == timedelta(0)
    assert re.fullmatch(r"[\d-]{10}T[\d:]{8}\.\d{3}\+00:00", line["timestamp"])


def test_a_log_line_is_json_without_the_token() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(RedactingFormatter(service="parcels"))
    logger = logging.getLogger("redaction-test")
    logger.addHandler(handler)

    logger.warning("refused %s", TOKEN, extra={"email": "a@b.c", "order_id": "ord_1"})

    line = json.loads(stream.getvalue())
    assert line["order_id"] == "ord_1"
    assert TOKEN not in stream.getvalue()
    assert "a@b.c" not in stream.getvalue()
