"""A large campaign is not ended by the quota of an owner's tier."""

import pytest

from embedded_aws import LocalConfig
from tools.measure.faults.journey import Journey
from tools.measure.faults.tiers import slowed, with_fast_tiers
from tools.measure.stack import Stack

JOURNEY = Journey(
    service="parcels",
    owners=("acme", "globex"),
    preparation=(),
    creation={"request": "POST /parcels", "body": {}},
    quantity="quantity",
    thing="/parcels/{id}",
    state="status",
    begins="placed",
    moves=(),
    stored={},
)
STACK = Stack(
    LocalConfig.read(), {"consumers": {"acme": {"tier": "gold"}, "globex": {"tier": "bronze"}}}
)
VALUES = """environment = {
  consumers = {
    acme    = { tier = "silver", tenant = "acme" }
    globex  = { tier = "bronze", tenant = "globex" }
    globex2 = { tier = "bronze", tenant = "globex" }
  }
}
"""


@pytest.mark.parametrize(
    ("operations", "owners"),
    [(90, ()), (10_000, ()), (10_002, ("globex",)), (200_000, ("globex",))],
)
def test_an_owner_is_slowed_by_a_quota_below_its_share(
    operations: int, owners: tuple[str, ...]
) -> None:
    assert slowed(STACK, [JOURNEY], operations) == owners


def test_only_the_named_consumers_change_their_tier() -> None:
    assert with_fast_tiers(VALUES, ["globex"]) == VALUES.replace(
        'globex  = { tier = "bronze"', 'globex  = { tier = "gold"'
    )


def test_values_without_the_consumer_stay() -> None:
    assert with_fast_tiers(VALUES, ["viewer"]) == VALUES
