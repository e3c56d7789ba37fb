"""Customers compared with a plain model of them, over random sequences of operations."""

from dataclasses import dataclass, field
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from moto import mock_aws

from services.customers.dynamodb import DynamoCustomers
from services.customers.handler import routes
from services.customers.tests.test_customers_port import TABLE, dynamo_client
from shared.auth.principal import Kind, Principal
from tests.harness.in_process import BOUNDED, Answer, Api, Late, at_once
from tests.harness.one_at_a_time import OneAtATime

ME, EXPORT, ONE = "/customers/me", "/customers/me/export", "/customers/{customerId}"
NAMES = ("ada", "bob")
SCOPES = frozenset({"customers/read", "customers/write"})
PEOPLE = {name: Principal(name, "web", name, Kind.PEOPLE, SCOPES) for name in NAMES}
STAFF = Principal("staff-1", "web", "staff-1", Kind.PEOPLE, frozenset({"customers/admin"}))
people = st.sampled_from(NAMES)
changes = st.sampled_from(["put", "erase"])
# What a change says it changes: the current version, one before it, any, none there, or nothing.
preconditions = st.sampled_from(["current", "stale", "any", "new", ""])


@dataclass
class Known:
    """A customer in the model: the profile, and the expected audit trail."""

    id: str
    email: str
    version: int = 1
    trail: list[str] = field(default_factory=lambda: ["created"])

    @property
    def tag(self) -> str:
        return f'"{self.id}.{self.version}"'


def put(api: Api, name: str, email: str, headers: dict[str, str]) -> Answer:
    body = {"name": name, "email": email, "language": "de", "marketingConsent": False}
    return api(PEOPLE[name], "PUT", ME, headers=headers, body=body)


def erase(api: Api, name: str, headers: dict[str, str]) -> Answer:
    return api(PEOPLE[name], "DELETE", ME, headers=headers)


class Customers(RuleBasedStateMachine):
    """Everything that customers and staff can do."""

    def __init__(self) -> None:
        super().__init__()
        self.aws = mock_aws()
        self.aws.start()
        self.known: dict[str, Known] = {}
        self.erased: dict[str, str] = {}
        self.client = Late(OneAtATime(dynamo_client()))
        self.api = Api(routes, DynamoCustomers(self.client, TABLE))

    def teardown(self) -> None:
        self.aws.stop()

    @rule(name=people, says=preconditions, number=st.integers(0, 9))
    def put(self, name: str, says: str, number: int) -> None:
        known, email = self.known.get(name), f"{name}{number}@example.org"
        answer = put(self.api, name, email, self._headers(name, says))
        if refused := self._refused(known, says):
            assert answer.status == refused
            return
        assert (answer.status, answer.body["email"]) == (200 if known else 201, email)
        if known:
            known.email, known.version = email, known.version + 1
            known.trail.append("replaced")
        else:
            assert answer.body["id"] not in self.erased.values()
            known = self.known[name] = Known(answer.body["id"], email)
        assert answer.headers["ETag"] == known.tag

    @rule(name=people, says=preconditions)
    def erase(self, name: str, says: str) -> None:
        known = self.known.get(name)
        answer = erase(self.api, name, self._headers(name, says))
        if known is None:
            assert answer.status == 404
        elif refused := self._refused(known, says):
            assert answer.status == refused
        else:
            assert answer.status == 204
            self.erased[name] = self.known.pop(name).id

    @rule(name=people, numbers=st.lists(st.integers(10, 99), min_size=2, max_size=4, unique=True))
    def put_and_erase_at_once(self, name: str, numbers: list[int]) -> None:
        """Several callers change one version at once: one change is made."""
        known = self.known.get(name)
        headers = {"If-Match": known.tag} if known else {"If-None-Match": "*"}
        mails = [f"{name}{number}@example.org" for number in numbers]
        calls = [partial(put, self.api, name, mail, headers) for mail in mails]
        erasure = [partial(erase, self.api, name, headers)] if known else []
        answers = at_once(calls + erasure)
        [done] = [answer for answer in answers if answer.status in {200, 201, 204}]
        assert {each.status for each in answers if each is not done} <= {404, 412}
        if known and done.status == 204:
            self.erased[name] = self.known.pop(name).id
        elif known:
            known.email, known.version = done.body["email"], known.version + 1
            known.trail.append("replaced")
        else:
            self.known[name] = Known(done.body["id"], done.body["email"])

    @rule(name=people, late=changes, first=changes, number=st.integers(0, 9))
    def overtake(self, name: str, late: str, first: str, number: int) -> None:
        """A change between another's read and write stays; the other one is refused."""
        known = name in self.known
        says = "current" if known else "new"
        headers, mail = self._headers(name, says), f"{name}-late@example.org"
        overtaking = {"put": partial(self.put, name, says, number)}
        overtaken = {"put": partial(put, self.api, name, mail, headers)}
        if known:
            overtaking["erase"] = partial(self.erase, name, says)
            overtaken["erase"] = partial(erase, self.api, name, headers)
        self.client.first = overtaking.get(first, overtaking["put"])
        assert overtaken.get(late, overtaken["put"])().status == 412

    def _headers(self, name: str, says: str) -> dict[str, str]:
        known = self.known.get(name)
        # After an erasure the versions begin anew: the erased one's first is the trap.
        stale = f'"{self.erased.get(name, "cus_0")}.1"'
        named = {"current": known.tag if known else stale, "stale": stale, "any": "*"}
        if says == "new":
            return {"If-None-Match": "*"}
        return {"If-Match": named[says]} if says else {}

    def _refused(self, known: Known | None, says: str) -> int | None:
        if known is None:
            return 412 if says in {"current", "stale", "any"} else None
        if says in {"stale", "new"}:
            return 412
        return None if says else 428

    @rule(name=people)
    def export(self, name: str) -> None:
        answer, known = self.api(PEOPLE[name], "GET", EXPORT), self.known.get(name)
        assert answer.status == (200 if known else 404)
        if known:
            known.trail.append("exported")
            assert answer.body["customer"]["email"] == known.email
            actions = [each["action"] for each in answer.body["auditTrail"]]
            assert sorted(actions) == sorted(known.trail)

    @rule(name=people, gone=st.booleans())
    def inspect(self, name: str, gone: bool) -> None:
        known = None if gone else self.known.get(name)
        customer_id = known.id if known else self.erased.get(name, "cus_" + "0" * 26)
        headers = {"Audit-Reason": "SUP-1"}
        answer = self.api(STAFF, "GET", ONE, path={"customerId": customer_id}, headers=headers)
        assert answer.status == (200 if known else 404)
        if known:
            known.trail.append("readByStaff")
            assert answer.body["email"] == known.email

    @invariant()
    def each_sees_themselves_as_they_are(self) -> None:
        for name in NAMES:
            answer, known = self.api(PEOPLE[name], "GET", ME), self.known.get(name)
            assert answer.status == (200 if known else 404)
            if known:
                assert (answer.body["id"], answer.body["email"]) == (known.id, known.email)
                assert answer.headers["ETag"] == known.tag


TestCustomers = Customers.TestCase
TestCustomers.settings = BOUNDED
