"""A sample request against the running stack, shown as the commands that repeat it."""

import json
import urllib.error
import urllib.request
import uuid
from typing import Any

from rich.console import Console

from tools.command import CommandError
from tools.deploy.operations.tokens import token
from tools.deploy.where.place import Place

PRODUCT = {
    "name": "Desk lamp",
    "category": "lighting",
    "price": {"amount": 1250, "currency": "EUR"},
}
CONSUMER, MERCHANT = "acme", "backoffice"
TIMEOUT_SECONDS = 30


def place_an_order(place: Place, outputs: dict[str, Any]) -> tuple[int, str]:
    """(status, body) of an order placed as a consumer would, of a product that is on sale."""
    url = outputs["api_url"]
    merchant, consumer = token(place, MERCHANT), token(place, CONSUMER)
    products = json.loads(_asked(f"{url}/catalog/products?category=lighting", merchant)[1])["items"]
    product = (
        products[0]
        if products
        else json.loads(_asked(f"{url}/catalog/products", merchant, PRODUCT)[1])
    )
    return _asked(
        f"{url}/orders", consumer, {"items": [{"productId": product["id"], "quantity": 2}]}
    )


def _asked(url: str, bearer: str, body: dict[str, Any] | None = None) -> tuple[int, str]:
    """(status, body) of a GET, or of a POST when there is a body."""
    request = urllib.request.Request(  # noqa: S310 - the stack's own URL
        url,
        data=json.dumps(body).encode() if body else None,
        headers={
            "Authorization": f"Bearer {bearer}",
            "Content-Type": "application/json",
            "Idempotency-Key": str(uuid.uuid4()),
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        raise CommandError(
            f"the sample request to {url} got {error.code} {error.read().decode()}; "
            "see `make logs-orders`"
        ) from error


def show(console: Console, outputs: dict[str, Any], answer: tuple[int, str]) -> None:
    """The request, its answer, and the commands that repeat it."""
    status, body = answer
    console.print(f"\nPOST /orders answered {status}:", highlight=False)
    console.print_json(body)
    console.print("Do it again:", highlight=False)
    commands = [
        f"TOKEN=$(make -s token CONSUMER={CONSUMER})",
        f'curl -s {outputs["api_url"]}/orders -H "Authorization: Bearer $TOKEN"',
    ]
    console.print("\n".join(f"  {each}" for each in commands), highlight=False, soft_wrap=True)
