"""Creates, over the API, the resources that a route's request needs."""

import json
from collections.abc import Sequence

import httpx

from tools.build.services import checks_of
from tools.command import CommandError
from tools.review.access_matrix.consumers import OWNER
from tools.review.access_matrix.requests import Ask, Things
from tools.review.access_matrix.tokens import token

KEY = "Idempotency-Key"

type Ids = dict[str, str]
"""A parameter of the path → the id that stands for it."""


def things_of(services: Sequence[str]) -> Things:
    """The requests that create a service's resources, from its checks/things.json."""
    files = (checks_of(service, "things.json") for service in services)
    return {
        route: makers
        for file in files
        if file.exists()
        for route, makers in json.loads(file.read_text(encoding="utf-8")).items()
    }


async def prepare(api: httpx.AsyncClient, ask: Ask) -> Ids:
    """Let the owner create what the request needs, in its order."""
    waiting = [part for part in ask.path.split("/") if part.startswith("{")]
    ids: Ids = {}
    for number, need in enumerate(ask.needs):
        thing = await _sent(api, need, ids, f"prepared-{number}")
        if waiting and thing is not None:
            ids[waiting.pop(0)] = thing
    return ids


def addressed(path: str, ids: Ids) -> str:
    """The path with ids in place of its parameters."""
    for name, value in ids.items():
        path = path.replace(name, value)
    return path


async def _sent(api: httpx.AsyncClient, need: Ask, ids: Ids, key: str) -> str | None:
    """The id of the created resource, if the answer has one."""
    service = need.service
    owner = token(OWNER, *sorted({f"{service}/read", f"{service}/write", need.scope}))
    keyed = {KEY: key} if KEY in need.headers else {}
    headers = {**need.headers, **keyed, "Authorization": f"Bearer {owner}"}
    answer = await api.request(
        need.method, addressed(need.path, ids), headers=headers, json=need.body
    )
    if not answer.is_success:
        raise CommandError(f"{need.route} answered {answer.status_code}: {answer.text}")
    thing = answer.json().get("id") if answer.content else None
    return thing and str(thing)
