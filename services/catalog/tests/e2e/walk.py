"""A walk through every route and use case of the catalog, for tests of the whole platform."""

from services.catalog.tests.e2e.products import sell
from tests.e2e.harness.stack import Stack


def ids(stack: Stack) -> dict[str, str]:
    """A thing that exists, by the name of its parameter in paths."""
    return {"productId": sell(stack, "Walked by", 100)}


def every_route(stack: Stack) -> None:
    listed = sell(stack, "Listed", 1)
    path = f"/catalog/products/{sell(stack, 'Gone soon', 1, 'gone')}"
    sell(stack, "On the next page", 1, "gone")
    changed = {"name": "New", "category": "gone", "price": {"amount": 2, "currency": "EUR"}}
    with stack.api("backoffice") as api:
        page = api.get("/catalog/products", params={"category": "gone", "limit": 1}).json()
        cursor = {"category": "gone", "limit": 1, "cursor": page["nextCursor"]}
        answers = [
            api.get("/catalog/products", params=cursor),
            api.get("/catalog/products", params={"ids": listed}),
            api.get(path),
            api.put(path, json=changed, headers={"If-Match": '"1"'}),
            api.put(path, json=changed, headers={"If-Match": '"9"'}),
            api.delete(path, headers={"If-Match": '"2"'}),
        ]
    assert [each.status_code for each in answers] == [200, 200, 200, 200, 412, 204]
