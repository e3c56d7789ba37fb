"""The tables of services/*/callers.md agree with what the design promises each kind of caller."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tools.build.contracts.bodies import operations
from tools.build.contracts.merge import public_contract
from tools.build.services import services_with_routes
from tools.command import CommandError
from tools.review.access_matrix import __main__ as command
from tools.review.access_matrix.requests import HEALTH, asks
from tools.review.access_matrix.table import Table, answers, kinds_of
from tools.review.access_matrix.untrusted import UNTRUSTED

CONTRACT = public_contract(Path("services"), services_with_routes())
OPERATIONS = {f"{verb.upper()} {path}": operation for path, verb, operation in operations(CONTRACT)}
SCOPES = {route: operation["x-required-scope"] for route, operation in OPERATIONS.items()}
ADMIN = [route for route, scope in SCOPES.items() if scope.endswith("/admin")]
READS = [route for route, scope in SCOPES.items() if scope.endswith("/read")]
WRITES = [route for route, scope in SCOPES.items() if scope.endswith("/write")]
DONE = {200, 201, 204}


@pytest.fixture(scope="module")
def table() -> Table:
    return asyncio.run(answers(CONTRACT))


def test_every_route_has_a_row(table: Table) -> None:
    assert set(table) == {HEALTH.route, *OPERATIONS}


def test_anyone_may_ask_for_the_gateways_health(table: Table) -> None:
    assert set(table[HEALTH.route].values()) == {200}


@pytest.mark.parametrize("kind", [kind.name for kind in UNTRUSTED])
def test_whom_nobody_vouches_for_is_refused_everywhere(table: Table, kind: str) -> None:
    assert {table[route][kind] for route in OPERATIONS} == {401}


@pytest.mark.parametrize("kind", ["just disabled", "no group", "other service"])
def test_who_has_nothing_to_do_here_is_forbidden_everything(table: Table, kind: str) -> None:
    assert {table[route][kind] for route in OPERATIONS} == {403}


@pytest.mark.parametrize("route", WRITES)
def test_who_only_reads_changes_nothing(table: Table, route: str) -> None:
    assert table[route]["read only"] == 403
    assert table[route]["write only"] in DONE


@pytest.mark.parametrize("route", READS)
def test_who_only_writes_reads_nothing(table: Table, route: str) -> None:
    assert table[route]["write only"] == 403
    assert table[route]["read only"] in DONE


@pytest.mark.parametrize("route", ADMIN)
def test_a_scope_finer_than_the_method_is_asked_for_by_the_router(table: Table, route: str) -> None:
    assert table[route]["owner"] == 403
    assert table[route]["own admin"] in DONE


@pytest.mark.parametrize("route", READS + WRITES)
def test_the_owner_does_what_takes_no_admin(table: Table, route: str) -> None:
    assert table[route]["owner"] in DONE


@pytest.mark.parametrize("route", OPERATIONS)
def test_no_answer_depends_on_anything_but_the_caller(table: Table, route: str) -> None:
    known = {kind.name for kind in kinds_of(route.split("/")[1])} - {
        kind.name for kind in UNTRUSTED
    }

    assert {table[route][kind] for kind in known} <= {*DONE, 403, 404}


def test_a_table_that_is_behind_the_code_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = tmp_path / "callers.md"
    command.write({document: "| `GET /parcels` | 401 |\n"})

    statuses = [command.check({document: f"| `GET /parcels` | {each} |\n"}) for each in (401, 200)]

    assert statuses == [0, 1]
    assert "run `make callers` and commit it" in capsys.readouterr().err


def test_a_route_that_nobody_prepares_says_where_to() -> None:
    paths: dict[str, Any] = {"/things/{thingId}": {"get": {"responses": {}}}}

    with pytest.raises(CommandError, match=r"\{thingId\} .* services/things/checks"):
        list(asks({"paths": paths}, {}))


def test_a_thing_is_made_in_what_it_is_in_unless_its_service_says_otherwise() -> None:
    route: dict[str, Any] = {"responses": {}}
    paths = {
        "/things": {"post": route},
        "/things/{thingId}": {"get": route},
        "/things/{thingId}/parts": {"post": route},
        "/things/{thingId}/parts/{partId}": {"get": route},
        "/things/mine": {"get": route},
    }

    requests = asks({"paths": paths}, {"GET /things/mine": ["POST /things"]})

    needs = {ask.route: [need.route for need in ask.needs] for ask in requests}
    assert needs == {
        "GET /health": [],
        "POST /things": [],
        "GET /things/{thingId}": ["POST /things"],
        "POST /things/{thingId}/parts": ["POST /things"],
        "GET /things/{thingId}/parts/{partId}": ["POST /things", "POST /things/{thingId}/parts"],
        "GET /things/mine": ["POST /things"],
    }
