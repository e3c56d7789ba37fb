"""A sample request against the running stack, shown as the commands that repeat it."""

import json
import urllib.error
import urllib.request
import uuid
from typing import Any

from rich.console import Console

from tools.deploy.environment import Environment
from tools.deploy.errors import DeployError
from tools.deploy.identity import token

ORDER = {
    "items": [
        {"productId": "prd_1", "quantity": 2, "unitPrice": {"amount": 1250, "currency": "EUR"}}
    ]
}
CONSUMER = "acme"
TIMEOUT_SECONDS = 30


def place_an_order(environment: Environment, outputs: dict[str, Any]) -> tuple[int, str]:
    """(status, body) of an order placed as a consumer would."""
    request = urllib.request.Request(  # noqa: S310 - the stack's own URL
        f"{outputs['api_url']}/orders",
        data=json.dumps(ORDER).encode(),
        headers={
            "Authorization": f"Bearer {token(environment, CONSUMER)}",
            "Content-Type": "application/json",
            "Idempotency-Key": str(uuid.uuid4()),
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        raise DeployError(
            f"the sample request got {error.code} {error.read().decode()}; see `make logs-orders`"
        ) from error


def show(console: Console, outputs: dict[str, Any], answer: tuple[int, str]) -> None:
    """What was asked, what came back, and how to do it again."""
    status, body = answer
    console.print(f"\nPOST /orders answered {status}:", highlight=False)
    console.print_json(body)
    console.print("Do it again:", highlight=False)
    commands = [
        f"TOKEN=$(make -s token CONSUMER={CONSUMER})",
        f'curl -s {outputs["api_url"]}/orders -H "Authorization: Bearer $TOKEN"',
    ]
    console.print("\n".join(f"  {each}" for each in commands), highlight=False, soft_wrap=True)
