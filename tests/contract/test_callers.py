"""The table of docs/callers.md keeps what the design promises to each kind of caller."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tools.build.contracts.bodies import operations
from tools.build.contracts.documents import services_with_routes
from tools.build.contracts.merge import public_contract
from tools.command import CommandError
from tools.review.access_matrix import __main__ as command
from tools.review.access_matrix.functions import handles
from tools.review.access_matrix.known import KNOWN
from tools.review.access_matrix.requests import HEALTH, asks
from tools.review.access_matrix.table import Table, answers
from tools.review.access_matrix.untrusted import UNTRUSTED

CONTRACT = public_contract(Path("services"), services_with_routes())
OPERATIONS = {f"{verb.upper()} {path}": operation for path, verb, operation in operations(CONTRACT)}
SCOPES = {route: operation["x-required-scope"] for route, operation in OPERATIONS.items()}
ADMIN = [route for route, scope in SCOPES.items() if scope.endswith("/admin")]
READS = [route for route, scope in SCOPES.items() if scope.endswith("/read")]
WRITES = [route for route, scope in SCOPES.items() if scope.endswith("/write")]
OTHERS = ("other tenant", "other person", "staff", "other admin")
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


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize(
    "route",
    [
        "GET /customers/me",
        "DELETE /customers/me",
        "GET /customers/me/export",
        "GET /orders/{orderId}",
        "POST /orders/{orderId}/cancel",
    ],
)
def test_what_is_somebody_elses_is_not_there(table: Table, route: str, kind: str) -> None:
    assert table[route][kind] == 404


def test_a_machine_sees_no_other_tenants_customer_whatever_its_scopes(table: Table) -> None:
    row = table["GET /customers/{customerId}"]

    assert (row["other admin"], row["own admin"], row["staff"]) == (404, 200, 200)


@pytest.mark.parametrize("kind", [kind.name for kind in KNOWN])
def test_no_answer_depends_on_anything_but_the_caller(table: Table, kind: str) -> None:
    assert {row[kind] for row in table.values()} <= {*DONE, 403, 404}


def test_a_table_that_is_behind_the_code_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "DOCUMENT", tmp_path / "callers.md")
    command.write("| `GET /orders` | 401 |\n")

    statuses = [command.check(f"| `GET /orders` | {status} |\n") for status in (401, 200)]

    assert statuses == [0, 1]
    assert "run `make callers` and commit it" in capsys.readouterr().err


def test_a_route_that_nobody_prepares_says_where_to() -> None:
    paths: dict[str, Any] = {"/things/{thingId}": {"get": {"responses": {}}}}

    with pytest.raises(CommandError, match=r"\{thingId\} .* NEEDS"):
        list(asks({"paths": paths}))


def test_a_service_that_is_not_called_here_says_where_to() -> None:
    with pytest.raises(CommandError, match="things cannot be called here"):
        handles(["orders", "things"], dynamodb=None, ssm=None)
