"""The routes on which behaviours are planted: those of the contracts, whoever wrote them."""

import json
from pathlib import Path

from tools.measure.insights.api import api

ANSWERED: dict[str, object] = {"responses": {"200": {}}}
CONTRACT = {
    "paths": {
        "/rental-cars": {"get": ANSWERED, "post": ANSWERED},
        "/rental-cars/{rentalCarId}": {"get": {**ANSWERED, "x-cache": {}}, "delete": ANSWERED},
        "/rental-cars/{rentalCarId}/keys": {"get": ANSWERED},
    }
}


def test_a_service_of_any_name_is_asked(tmp_path: Path) -> None:
    (tmp_path / "rental-cars").mkdir()
    (tmp_path / "rental-cars/openapi.json").write_text(json.dumps(CONTRACT), encoding="utf-8")

    known = api(tmp_path)

    assert known.things == {"GET /rental-cars": "GET /rental-cars/{rentalCarId}"}
    assert known.cached == {"GET /rental-cars/{rentalCarId}"}
    assert len(known.kinds) == 5
    assert set(known.usual) == set(known.kinds)


def test_without_a_contract_an_invented_service_is_asked(tmp_path: Path) -> None:
    known = api(tmp_path)

    assert known.things == {"GET /things": "GET /things/{thingId}"}
    assert set(known.things) < set(known.kinds)
