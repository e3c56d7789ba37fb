"""A walk through every route and use case of parcels, for tests of the whole platform."""

from tests.e2e.harness.stack import Stack


def ids(stack: Stack) -> dict[str, str]:
    """A thing that exists, by the name of its parameter in paths."""
    with stack.api("acme") as api:
        return {"parcelId": api.post("/parcels", json={"grams": 1200}).json()["id"]}


def every_route(stack: Stack) -> None:
    """Hand a parcel in and read it."""
    with stack.api("acme") as api:
        parcel = api.post("/parcels", json={"grams": 1200}).json()["id"]
        assert api.get(f"/parcels/{parcel}").status_code == 200
