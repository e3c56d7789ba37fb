"""The contract of the port `Customers`: the in-memory fake and the DynamoDB adapter keep it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from hypothesis import strategies as st
from moto import mock_aws

from services.customers.dynamodb import TRAIL_LIFE_SECONDS, DynamoCustomers
from services.customers.model import Action, Actor, Customer, Entry
from services.customers.ports import CustomerChangedError, Customers
from services.customers.tests.customers_in_memory import InMemoryCustomers
from services.customers.tests.samples import CUSTOMER, ID, LATER, NOW, PROFILE, agreeing, entry
from shared.attributes import to_attributes
from tests.harness.lagging import Lagging
from tests.harness.one_at_a_time import OneAtATime
from tests.harness.recording import Recording
from tests.harness.round_trip import comes_back_whole

TABLE = "customers"
CHANGED = CUSTOMER.replace_profile(agreeing(), LATER)
OTHER = replace(CUSTOMER, id="cus_00000000000000000000000002", tenant="bob")


def dynamo_client() -> Any:
    """A client of a table with the keys of terraform/modules/dynamodb_table."""
    client = boto3.client(
        "dynamodb",
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    client.create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")
        ],
    )
    return client


@pytest.fixture(params=["memory", "dynamodb"])
def customers(request: pytest.FixtureRequest) -> Iterator[Customers]:
    if request.param == "memory":
        yield InMemoryCustomers()
        return
    with mock_aws():
        yield DynamoCustomers(OneAtATime(dynamo_client()), TABLE)


def erase(customers: Customers, customer: Customer = CUSTOMER) -> None:
    customers.erase(customer, customer.erase(LATER), entry(9, action=Action.ERASED, at=LATER))


def actions(customers: Customers) -> list[Action]:
    return [each.action for each in customers.trail(ID, 10).entries]


def test_what_was_added_is_found_by_tenant_and_by_id(customers: Customers) -> None:
    customers.add(CUSTOMER, entry())

    assert customers.mine("ada") == CUSTOMER
    assert customers.find(ID) == CUSTOMER


def test_what_was_left_out_of_a_profile_stays_out(customers: Customers) -> None:
    short = replace(CUSTOMER, profile=replace(PROFILE, phone=None, address=None))

    customers.add(short, entry())

    assert customers.mine("ada") == short


def test_who_is_not_there_is_not_found(customers: Customers) -> None:
    assert customers.mine("ada") is None
    assert customers.find(ID) is None


def test_tenants_do_not_see_each_other(customers: Customers) -> None:
    customers.add(CUSTOMER, entry())
    customers.add(OTHER, entry(customer_id=OTHER.id))

    assert customers.mine("bob") == OTHER
    assert customers.mine("ada") == CUSTOMER


def test_a_tenant_has_one_customer(customers: Customers) -> None:
    customers.add(CUSTOMER, entry())

    with pytest.raises(CustomerChangedError):
        customers.add(replace(OTHER, tenant="ada"), entry(2, customer_id=OTHER.id))

    assert customers.mine("ada") == CUSTOMER
    assert customers.find(OTHER.id) is None
    assert customers.trail(OTHER.id, 10).entries == ()


def test_a_change_is_kept_with_its_entry(customers: Customers) -> None:
    customers.add(CUSTOMER, entry())

    customers.save(CHANGED, entry(2, action=Action.REPLACED))

    assert customers.mine("ada") == CHANGED
    assert actions(customers) == [Action.REPLACED, Action.CREATED]


def test_a_change_of_an_old_version_is_refused_and_leaves_no_entry(customers: Customers) -> None:
    customers.add(CUSTOMER, entry())
    customers.save(CHANGED, entry(2))

    with pytest.raises(CustomerChangedError):
        customers.save(CHANGED, entry(3))

    assert len(actions(customers)) == 2


def test_an_erased_customer_is_gone_and_its_trail_stays(customers: Customers) -> None:
    customers.add(CUSTOMER, entry())

    erase(customers)

    assert customers.mine("ada") is None
    assert customers.find(ID) is None
    assert actions(customers) == [Action.ERASED, Action.CREATED]


def test_an_old_version_is_not_erased(customers: Customers) -> None:
    customers.add(CUSTOMER, entry())
    customers.save(CHANGED, entry(2))

    with pytest.raises(CustomerChangedError):
        erase(customers)

    assert customers.mine("ada") == CHANGED
    assert Action.ERASED not in actions(customers)


@pytest.mark.parametrize("version", [2, 3])
def test_an_erased_customer_cannot_be_changed_back(customers: Customers, version: int) -> None:
    customers.add(CUSTOMER, entry())
    erase(customers)

    with pytest.raises(CustomerChangedError):
        customers.save(replace(CHANGED, version=version), entry(10))

    assert customers.find(ID) is None


def test_erasing_twice_is_refused(customers: Customers) -> None:
    customers.add(CUSTOMER, entry())
    erase(customers)

    with pytest.raises(CustomerChangedError):
        erase(customers)


def test_after_an_erasure_the_tenant_can_have_another(customers: Customers) -> None:
    customers.add(CUSTOMER, entry())
    erase(customers)

    customers.add(replace(OTHER, tenant="ada"), entry(customer_id=OTHER.id))

    assert customers.mine("ada") == replace(OTHER, tenant="ada")
    assert customers.find(ID) is None


def test_an_entry_is_read_as_it_was_written(customers: Customers) -> None:
    noted = entry(
        2, action=Action.READ_BY_STAFF, actor=Actor("web", "staff-1"), reason="SUP-1", at=LATER
    )

    customers.note(noted)

    assert customers.trail(ID, 10).entries == (noted,)


@pytest.mark.parametrize(("limit", "complete"), [(1, False), (6, False), (7, True), (8, True)])
def test_a_trail_has_the_newest_and_says_whether_that_is_all(
    customers: Customers, limit: int, complete: bool
) -> None:
    numbers = list(range(1, 8))
    for number in numbers:
        customers.note(entry(number))

    trail = customers.trail(ID, limit)

    assert [each.id for each in trail.entries] == [
        f"aud_{number:05}" for number in reversed(numbers)
    ][:limit]
    assert trail.complete is complete


def test_of_many_who_add_at_once_one_wins(customers: Customers) -> None:
    def add(number: int) -> str | None:
        customer = replace(CUSTOMER, id=f"cus_{number:026}")
        try:
            customers.add(customer, entry(number, customer_id=customer.id))
        except CustomerChangedError:
            return None
        return customer.id

    with ThreadPoolExecutor(4) as pool:
        added = set(pool.map(add, range(1, 9))) - {None}

    mine = customers.mine("ada")
    assert mine
    assert added == {mine.id}


@pytest.fixture
def client() -> Iterator[Any]:
    with mock_aws():
        yield dynamo_client()


def everything(client: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.scan(TableName=TABLE)["Items"]
    return items


def test_nothing_personal_is_left_in_the_table_after_an_erasure(client: Any) -> None:
    customers = DynamoCustomers(client, TABLE)
    customers.add(CUSTOMER, entry())
    assert "Ada Example" in str(everything(client))

    erase(customers)

    left = str(everything(client))
    planted = ("Ada", "ada@", "+4930", "Beispiel", "10115", "Berlin", "'DE'", "de-DE", "TENANT")
    assert [word for word in planted if word in left] == []
    assert "profile" not in left
    assert "consents" not in left


def test_what_an_erasure_leaves_expires_after_a_year(client: Any) -> None:
    customers = DynamoCustomers(client, TABLE)
    customers.add(CUSTOMER, entry())
    erase(customers)

    lives = [int(item["expires_at"]["N"]) for item in everything(client)]

    assert len(lives) == 3
    assert max(lives) - TRAIL_LIFE_SECONDS == 1795518000


def test_a_living_customer_does_not_expire(client: Any) -> None:
    DynamoCustomers(client, TABLE).add(CUSTOMER, entry())

    lasting = {item["sk"]["S"] for item in everything(client) if "expires_at" not in item}

    assert lasting == {"CUSTOMER", "PROFILE"}


def test_a_trail_of_several_pages_is_read_whole(client: Any) -> None:
    customers = DynamoCustomers(client, TABLE)
    for number in range(1, 5):
        customers.note(entry(number, reason="x" * 390_000))

    assert len(customers.trail(ID, 10).entries) == 4


class Late(Lagging):
    """A client whose reads show a table of earlier, unless they are consistent."""

    def __init__(self, client: Any) -> None:
        super().__init__(client)
        self._earlier: dict[str, Any] = {}

    def remember(self) -> None:
        """Show from now on what there is now."""
        self._earlier = {str(_key(item)): item for item in everything(self._client)}

    def get_item(self, **request: Any) -> Any:
        """The item of now, or of earlier."""
        if answer := super().get_item(**request):
            return answer
        item = self._earlier.get(str(_key(request["Key"])))
        return {"Item": item} if item else {}


def _key(item: dict[str, Any]) -> tuple[str, str]:
    return item["pk"]["S"], item["sk"]["S"]


def test_a_tenant_sees_what_it_has_just_written(client: Any) -> None:
    late = Late(client)
    customers = DynamoCustomers(late, TABLE)
    customers.add(CUSTOMER, entry())
    assert customers.mine("ada") == CUSTOMER
    late.remember()
    customers.save(CHANGED, entry(2))

    assert customers.mine("ada") == CHANGED


def test_a_tenant_that_begins_anew_never_sees_the_customer_before(client: Any) -> None:
    late = Late(client)
    customers = DynamoCustomers(late, TABLE)
    customers.add(CUSTOMER, entry())
    late.remember()
    erase(customers)
    erased = customers.mine("ada")
    again = replace(OTHER, tenant="ada")
    customers.add(again, entry(3))

    assert (erased, customers.mine("ada")) == (None, again)


def test_a_customer_and_its_trail_are_seen_at_once(client: Any) -> None:
    customers = customers_in(Lagging(client))
    customers.add(CUSTOMER, entry())

    assert customers.mine("ada") == customers.find(ID) == CUSTOMER
    assert actions(customers) == [Action.CREATED]


def test_a_failure_that_is_no_lost_race_is_loud() -> None:
    with mock_aws():
        client = dynamo_client()
        client.delete_table(TableName=TABLE)

        with pytest.raises(ClientError):
            DynamoCustomers(client, TABLE).add(CUSTOMER, entry())


def test_the_adapter_calls_what_its_role_allows(client: Any) -> None:
    recording = Recording(client)
    customers = DynamoCustomers(recording, TABLE)
    customers.add(CUSTOMER, entry())
    customers.save(CHANGED, entry(2))
    customers.note(entry(3))
    customers.trail(ID, 10)
    customers.mine("ada")
    customers.erase(CHANGED, CHANGED.erase(LATER), entry(4))

    # TransactWriteItems with puts and deletes needs PutItem and DeleteItem (DynamoDB developer
    # guide, "IAM and transactions").
    assert recording.called == {"transact_write_items", "get_item", "put_item", "query"}


def customers_in(client: Any) -> DynamoCustomers:
    return DynamoCustomers(client, TABLE)


test_a_customer_comes_back_whole = comes_back_whole(
    Customer,
    dynamo_client,
    customers_in,
    lambda customers, customer: customers.add(customer, entry(customer_id=customer.id)),
    lambda customers, customer: customers.find(customer.id),
)

test_an_entry_comes_back_whole = comes_back_whole(
    Entry,
    dynamo_client,
    customers_in,
    DynamoCustomers.note,
    lambda customers, noted: customers.trail(noted.customer_id, 1).entries[0],
    at=st.datetimes().map(lambda moment: f"{moment.isoformat()}Z"),
)


def test_items_have_the_attributes_that_they_always_had(client: Any) -> None:
    """Customers of earlier versions are read, and earlier versions read these."""
    short = replace(CUSTOMER, profile=replace(PROFILE, phone=None, address=None))
    customers_in(client).add(short, entry(reason="SUP-1"))

    [noted, pointer, profile] = sorted(everything(client), key=lambda item: item["sk"]["S"])
    assert pointer == to_attributes({"pk": "TENANT#ada", "sk": "CUSTOMER", "customer_id": ID})
    assert profile == to_attributes(
        {
            "pk": f"CUSTOMER#{ID}",
            "sk": "PROFILE",
            "id": ID,
            "tenant": "ada",
            "version": 1,
            "created_at": NOW,
            "updated_at": NOW,
            "profile": {
                "name": "Ada Example",
                "email": "ada@example.org",
                "language": "de-DE",
                "marketing_consent": False,
                "phone": None,
                "address": None,
            },
            "consents": [{"given": False, "decided_at": NOW}],
        }
    )
    assert noted == to_attributes(
        {
            "pk": f"CUSTOMER#{ID}",
            "sk": "AUDIT#aud_00001",
            "id": "aud_00001",
            "customer_id": ID,
            "action": "created",
            "at": NOW,
            "client_id": "web",
            "reason": "SUP-1",
            "expires_at": 1827050400,
        }
    )
