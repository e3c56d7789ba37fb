"""The table: each route called by each kind of caller, one after the other."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from tools.build.services import routes_of
from tools.command import CommandError
from tools.review.access_matrix.kind import Kind, Services
from tools.review.access_matrix.known import ADMINISTRATORS, LATE, STRANGERS, groups
from tools.review.access_matrix.preparation import things_of
from tools.review.access_matrix.requests import Ask, asks
from tools.review.access_matrix.untrusted import UNTRUSTED
from tools.review.access_matrix.world import World, opened

type Row = dict[str, int]
type Table = dict[str, Row]
"""Route → kind of caller → status."""
type Accesses = Mapping[str, Sequence[str]]
"""Group of people → what a service gives it."""


async def answers(contract: Mapping[str, Any]) -> Table:
    """The answers of a gateway with all services behind it."""
    services = sorted({tag["name"] for tag in contract["tags"]})
    requests = list(asks(contract, things_of(services)))
    async with opened(services, _scopes_of_groups(services)) as world:
        await _keep_verdict(world, requests, services)
        return {ask.route: await _row(world, ask, services) for ask in requests}


def kinds_of(service: str) -> tuple[Kind, ...]:
    """The columns of a service, with people by the groups that have access to it."""
    return UNTRUSTED + STRANGERS + groups(_accesses(service)) + ADMINISTRATORS


def _accesses(service: str) -> Accesses:
    routes = routes_of(service)
    return routes.groups if routes else {}


def _scopes_of_groups(services: Sequence[str]) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for service in services:
        for group, accesses in _accesses(service).items():
            table.setdefault(group, []).extend(f"{service}/{access}" for access in accesses)
    return table


async def _keep_verdict(world: World, requests: list[Ask], services: list[str]) -> None:
    """Let the gateway keep each route's policy for a consumer, then disable the consumer."""
    own = [ask for ask in requests if ask.service in services]
    for ask in own:
        ids = await world.prepared(ask)
        status = await world.answer(ask, ids, LATE.authorization(_of(ask, services)))
        if status == HTTPStatus.UNAUTHORIZED or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise CommandError(f"{ask.route} answered {status} to a consumer that is enabled")
    world.disable()


async def _row(world: World, ask: Ask, services: list[str]) -> Row:
    """The answers to each kind of caller; a resource that one of them changed is created again."""
    row, ids = {}, await world.prepared(ask)
    for kind in kinds_of(ask.service) if ask.service in services else UNTRUSTED + STRANGERS:
        row[kind.name] = await world.answer(ask, ids, kind.authorization(_of(ask, services)))
        if row[kind.name] < HTTPStatus.BAD_REQUEST:
            ids = await world.prepared(ask)
    return row


def _of(ask: Ask, services: list[str]) -> Services:
    others = tuple(name for name in services if name != ask.service)
    return Services(ask.service, others)
