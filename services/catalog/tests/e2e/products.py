"""Products, created as the back office does."""

from tests.e2e.harness.stack import Stack


def sell(stack: Stack, name: str, amount: int, category: str = "lighting") -> str:
    """The id of a new product."""
    price = {"amount": amount, "currency": "EUR"}
    body = {"name": name, "category": category, "price": price}
    with stack.api("backoffice") as api:
        answer = api.post("/catalog/products", json=body)
        answer.raise_for_status()
        return str(answer.json()["id"])
