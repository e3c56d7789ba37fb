"""The rules and use cases of customers."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.customers.model import (
    MAX_CONSENTS,
    Action,
    Actor,
    Consent,
    Entry,
    new_customer,
)
from services.customers.ports import CustomerChangedError, NoProfileError, UnknownCustomerError
from services.customers.tests.customers_in_memory import InMemoryCustomers
from services.customers.tests.samples import CUSTOMER, ID, LATER, NOW, PROFILE, agreeing
from services.customers.use_cases import (
    Caller,
    Visit,
    erase_profile,
    export_profile,
    inspect_customer,
    put_profile,
    read_profile,
)
from shared.ids import is_id, new_id
from shared.personal import Personal
from shared.versions import WHICHEVER, Expectation, PreconditionFailedError

ADA = Caller("ada", Actor("web"))
STAFF = Visit(Actor("web", "staff-1"), "SUP-1", tenant=None)


def ten() -> datetime:
    return datetime(2026, 11, 24, 10, tzinfo=UTC)


def noted(customers: InMemoryCustomers) -> list[tuple[object, ...]]:
    """Each entry without its own id."""
    return [
        (each.customer_id, each.action, each.at, each.actor, each.reason)
        for each in customers.entries
    ]


NEW: Expectation[str] = Expectation()
THERE: Expectation[str] = Expectation(WHICHEVER)
ANOTHER = Expectation({f"{ID}.7"})


def test_a_customer_does_not_print_what_is_personal() -> None:
    printed = repr(CUSTOMER)

    assert ID in printed
    assert not any(word in printed for word in ("Ada", "example.org", "Berlin", "+49", "de-DE"))


def test_a_changed_mind_on_marketing_is_remembered_with_its_time() -> None:
    agreed = CUSTOMER.replace_profile(agreeing(), LATER)

    assert agreed.consents == (
        Consent(given=False, decided_at=NOW),
        Consent(given=True, decided_at=LATER),
    )
    assert (agreed.created_at, agreed.updated_at, agreed.version) == (NOW, LATER, 2)


@pytest.mark.parametrize("given", [False, True])
def test_the_same_mind_keeps_its_first_time(given: bool) -> None:
    profile = replace(PROFILE, marketing_consent=given)
    customer = new_customer(ID, "ada", profile, NOW)

    moved = customer.replace_profile(replace(profile, name=Personal("Ada New")), LATER)

    assert moved.consents == (Consent(given=given, decided_at=NOW),)


def test_the_newest_decisions_are_kept() -> None:
    consents = tuple(
        Consent(given=bool(n % 2), decided_at=f"{n}") for n in range(1, MAX_CONSENTS + 1)
    )

    after = replace(CUSTOMER, consents=consents).replace_profile(agreeing(), LATER)

    assert (len(after.consents), after.consents[0].decided_at) == (MAX_CONSENTS, "2")
    assert after.consents[-1] == Consent(given=True, decided_at=LATER)


def test_making_a_profile_keeps_it_and_says_so_in_the_trail() -> None:
    customers = InMemoryCustomers()

    customer = put_profile(PROFILE, ADA, NEW, customers, ten)

    assert read_profile("ada", customers) == customer
    assert (customer.version, customer.created_at, customer.profile) == (1, NOW, PROFILE)
    [entry] = customers.entries
    assert entry == Entry(entry.id, customer.id, Action.CREATED, NOW, Actor("web"))


def test_replacing_a_profile_keeps_the_id() -> None:
    customers = InMemoryCustomers(CUSTOMER)

    changed = put_profile(agreeing(), ADA, THERE, customers, ten)

    assert (changed.id, changed.version, changed.updated_at) == (ID, 2, NOW)
    assert changed.profile == agreeing()
    assert noted(customers) == [(ID, Action.REPLACED, NOW, Actor("web"), None)]


def test_another_version_than_the_expected_one_stays_as_it_is() -> None:
    customers = InMemoryCustomers(CUSTOMER)

    with pytest.raises(PreconditionFailedError):
        put_profile(agreeing(), ADA, ANOTHER, customers, ten)
    with pytest.raises(PreconditionFailedError):
        erase_profile(ADA, ANOTHER, customers, ten)

    assert customers.mine("ada") == CUSTOMER
    assert customers.entries == []


def test_an_erased_customer_leaves_id_version_and_time() -> None:
    customers = InMemoryCustomers(CUSTOMER)

    erase_profile(ADA, THERE, customers, ten)

    [left] = customers.erased
    assert vars(left) == {"id": ID, "erased_at": NOW, "version": 2}
    assert noted(customers) == [(ID, Action.ERASED, NOW, Actor("web"), None)]


def test_erasing_twice_finds_nothing() -> None:
    customers = InMemoryCustomers(CUSTOMER)
    erase_profile(ADA, THERE, customers, ten)

    with pytest.raises(NoProfileError):
        erase_profile(ADA, THERE, customers, ten)


def test_a_profile_after_an_erasure_is_someone_new() -> None:
    customers = InMemoryCustomers(CUSTOMER)
    erase_profile(ADA, THERE, customers, ten)

    customer = put_profile(PROFILE, ADA, NEW, customers, ten)

    assert (customer.id != ID, customer.version) == (True, 1)


def test_an_export_has_everything_and_itself() -> None:
    customers = InMemoryCustomers()
    customer = put_profile(PROFILE, ADA, NEW, customers, ten)
    inspect_customer(customer.id, STAFF, customers, ten)

    export = export_profile(ADA, customers, ten)

    assert export.customer == customer
    assert {entry.action for entry in export.trail.entries} == {
        Action.CREATED,
        Action.READ_BY_STAFF,
        Action.EXPORTED,
    }


def test_an_export_is_dated_and_on_the_record() -> None:
    customers = InMemoryCustomers(CUSTOMER)

    export = export_profile(ADA, customers, ten)

    assert (export.exported_at, export.trail.complete) == (NOW, True)
    assert noted(customers) == [(ID, Action.EXPORTED, NOW, Actor("web"), None)]


def test_an_export_has_the_newest_entries_that_fit_an_answer() -> None:
    old = [Entry(f"{n}", ID, Action.CREATED, NOW, Actor("web")) for n in range(10_000)]
    customers = InMemoryCustomers(CUSTOMER)
    customers.entries += old

    export = export_profile(ADA, customers, ten)

    assert (len(export.trail.entries), export.trail.complete) == (10_000, False)


def test_ids_say_what_they_are_of_and_when_it_was() -> None:
    customers = InMemoryCustomers()

    customer = put_profile(PROFILE, ADA, NEW, customers, ten)

    [entry] = customers.entries
    assert is_id("cus", customer.id)
    assert customer.id[:14] == new_id("cus", ten().timestamp)[:14]
    assert is_id("aud", entry.id)


def test_a_revision_is_of_one_customer_in_one_version() -> None:
    assert CUSTOMER.revision == f"{ID}.1"
    assert CUSTOMER.marketing_consent_decided_at == NOW


def test_an_export_has_no_other_customers_trail() -> None:
    customers = InMemoryCustomers(CUSTOMER)
    put_profile(PROFILE, Caller("bob", Actor("web")), NEW, customers, ten)

    export = export_profile(ADA, customers, ten)

    assert {entry.customer_id for entry in export.trail.entries} == {ID}


def test_staff_sees_a_customer_on_the_record() -> None:
    customers = InMemoryCustomers(CUSTOMER)

    assert inspect_customer(ID, STAFF, customers, ten) == CUSTOMER

    [entry] = customers.entries
    assert entry == Entry(entry.id, ID, Action.READ_BY_STAFF, NOW, STAFF.actor, "SUP-1")


def test_without_an_entry_there_is_no_data() -> None:
    class Unwritable(InMemoryCustomers):
        def note(self, entry: Entry) -> None:
            raise OSError(entry.id)

    with pytest.raises(OSError, match="aud_"):
        inspect_customer(ID, STAFF, Unwritable(CUSTOMER), ten)


@pytest.mark.parametrize(
    ("customer_id", "tenant"),
    [(ID, "globex"), ("cus_00000000000000000000000000", None), ("ada@example.org", None)],
)
def test_who_may_not_be_seen_is_unknown_and_leaves_no_entry(
    customer_id: str, tenant: str | None
) -> None:
    customers = InMemoryCustomers(CUSTOMER)

    with pytest.raises(UnknownCustomerError):
        inspect_customer(customer_id, replace(STAFF, tenant=tenant), customers, ten)

    assert customers.entries == []


def test_what_cannot_be_an_id_is_not_looked_up() -> None:
    customers = InMemoryCustomers(replace(CUSTOMER, id="x" * 3000))

    with pytest.raises(UnknownCustomerError):
        inspect_customer("x" * 3000, STAFF, customers, ten)


def test_a_machine_sees_its_own_tenants_customer() -> None:
    customers = InMemoryCustomers(CUSTOMER)

    assert inspect_customer(ID, replace(STAFF, tenant="ada"), customers, ten) == CUSTOMER


def test_who_has_no_profile_is_told() -> None:
    with pytest.raises(NoProfileError, match="PUT /customers/me"):
        read_profile("ada", InMemoryCustomers())
    with pytest.raises(NoProfileError):
        export_profile(ADA, InMemoryCustomers(), ten)


def test_of_two_changes_at_once_one_wins() -> None:
    customers = InMemoryCustomers(CUSTOMER)

    def overtaken() -> datetime:
        put_profile(agreeing(), ADA, THERE, customers, ten)
        return ten()

    with pytest.raises(CustomerChangedError):
        put_profile(PROFILE, ADA, THERE, customers, overtaken)

    assert customers.mine("ada") == CUSTOMER.replace_profile(agreeing(), NOW)
