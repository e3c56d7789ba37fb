"""What must be there before a request can be answered by its caller alone, made over the API."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from tools.command import CommandError
from tools.review.access_matrix.registry import OWNER
from tools.review.access_matrix.tokens import person, token

type Made = dict[str, str]
type Step = Callable[[httpx.AsyncClient, Made], Awaitable[Made]]


async def prepare(api: httpx.AsyncClient, needs: tuple[str, ...]) -> Made:
    """Take the steps in their order; parameters of paths and what they stand for."""
    made: Made = {}
    for step in needs:
        made |= await STEPS[step](api, made)
    return made


async def _product(api: httpx.AsyncClient, _: Made) -> Made:
    price = {"amount": 1250, "currency": "EUR"}
    body = {"name": "Desk lamp", "category": "lighting", "price": price}
    return {"{productId}": await _sent(api, "POST", "/catalog/products", _staff(), body)}


async def _order(api: httpx.AsyncClient, _: Made) -> Made:
    body = {"items": [{"productId": "prd_01JDGQ6T5XKZ9V8B7N6M5P4R3S", "quantity": 2}]}
    return {"{orderId}": await _sent(api, "POST", "/orders", _owner("orders"), body)}


async def _shipment(api: httpx.AsyncClient, made: Made) -> Made:
    await _sent(api, "POST", f"/orders/{made['{orderId}']}/ship", _staff())
    return {}


async def _profile(api: httpx.AsyncClient, _: Made) -> Made:
    body = {
        "name": "Ada Example",
        "email": "ada@example.org",
        "language": "de-DE",
        "marketingConsent": False,
    }
    return {
        "{customerId}": await _sent(api, "PUT", "/customers/me", _owner("customers"), body),
    }


STEPS: dict[str, Step] = {
    "product": _product,
    "order": _order,
    "shipment": _shipment,
    "profile": _profile,
}


def _owner(service: str) -> str:
    return token(OWNER, f"{service}/read", f"{service}/write")


def _staff() -> str:
    return person("grace", "staff")


async def _sent(
    api: httpx.AsyncClient, method: str, path: str, bearer: str, body: Any = None
) -> str:
    """The id of what was made."""
    headers = {"Authorization": f"Bearer {bearer}", "Idempotency-Key": "prepared"}
    answer = await api.request(method, path, headers=headers, json=body)
    if not answer.is_success:
        raise CommandError(f"{method} {path} answered {answer.status_code}: {answer.text}")
    return str(answer.json()["id"])
