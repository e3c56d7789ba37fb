"""Which callers the authorizer accepts, and the policy that it answers with."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from services.authorizer.handler import Authorizer, UnauthorizedError
from services.authorizer.model import Consumer, policy_of, verdict
from services.authorizer.ssm import SsmConsumers, SsmGroups, SsmSigners
from services.authorizer.use_cases import EitherVerifier, authenticate
from shared.auth.principal import Kind, Principal
from shared.auth.tokens import InvalidTokenError
from shared.logging import make_logger
from tests.harness.round_trip import comes_back_whole
from tests.unit.shared.auth import test_signers as signers_tests
from tests.unit.shared.auth.test_tokens import VERIFIER, token

ARN = "arn:aws:execute-api:eu-central-1:123456789012:api123/v1"


@dataclass
class InMemoryConsumers:
    """Consumers by client id."""

    consumers: dict[str, Consumer]

    def get(self, client_id: str) -> Consumer | None:
        return self.consumers.get(client_id)


@dataclass
class InMemoryGroups:
    """Scopes by group."""

    table: dict[str, list[str]]

    def scopes(self, groups: Iterable[str]) -> frozenset[str]:
        return frozenset(scope for group in groups for scope in self.table.get(group, []))


GROUPS = InMemoryGroups({"customer": ["parcels/read", "parcels/write"], "staff": ["parcels/admin"]})


def machine(**changed: Any) -> InMemoryConsumers:
    usual = {"tenant": "acme", "kind": Kind.MACHINE, "enabled": True, "tier": "gold"}
    given: dict[str, Any] = usual | changed
    return InMemoryConsumers({"client1": Consumer("acme", **given)})


def test_a_machine_acts_for_its_tenant_with_its_tokens_scopes() -> None:
    principal = authenticate(f"Bearer {token()}", VERIFIER, machine(), GROUPS)

    assert (principal.tenant, principal.client_id) == ("acme", "client1")
    assert principal.scopes == {"parcels/read", "parcels/write"}


def test_a_person_acts_for_themselves_with_their_groups_scopes() -> None:
    header = (
        f"Bearer {token(sub='person', scope='parcels/admin', **{'cognito:groups': ['customer']})}"
    )

    principal = authenticate(header, VERIFIER, machine(tenant=None, kind=Kind.PEOPLE), GROUPS)

    assert principal.tenant == "person"
    assert principal.scopes == {"parcels/read", "parcels/write"}


@pytest.mark.parametrize(
    ("scheme", "consumers"),
    [
        ("Bearer ", machine(enabled=False)),
        ("Bearer ", InMemoryConsumers({})),
        ("Basic ", machine()),
        ("", machine()),
    ],
)
def test_whom_nobody_vouches_for_is_refused(scheme: str, consumers: InMemoryConsumers) -> None:
    header = scheme + token()

    with pytest.raises(InvalidTokenError):
        authenticate(header, VERIFIER, consumers, GROUPS)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "bEaReR"])
def test_a_scheme_is_the_same_in_capitals_and_small_letters(scheme: str) -> None:
    assert authenticate(f"{scheme} {token()}", VERIFIER, machine(), GROUPS).client_id == "client1"


@pytest.mark.parametrize(
    ("scheme", "consumers", "reason"),
    [
        ("Basic ", machine(), "not a bearer token"),
        ("Bearer ", InMemoryConsumers({}), "the consumer is unknown or disabled"),
        ("Bearer ", machine(enabled=False), "the consumer is unknown or disabled"),
        ("Bearer ", machine(signs=True), "not by the consumer's own way"),
    ],
)
def test_a_refusal_says_why(scheme: str, consumers: InMemoryConsumers, reason: str) -> None:
    with pytest.raises(InvalidTokenError) as refused:
        authenticate(scheme + token(), VERIFIER, consumers, GROUPS)

    assert str(refused.value) == reason


def test_a_principal_is_of_the_tokens_subject_and_the_consumers_tier() -> None:
    header = f"Bearer {token(sub='robot')}"

    principal = authenticate(header, VERIFIER, machine(tenant=None), GROUPS)

    assert principal == Principal(
        "robot",
        "client1",
        "client1",
        Kind.MACHINE,
        frozenset({"parcels/read", "parcels/write"}),
        "gold",
    )


def test_what_follows_the_scheme_is_the_token_whole() -> None:
    with pytest.raises(InvalidTokenError, match="DecodeError"):
        authenticate(f"Bearer {token()} more", VERIFIER, machine(), GROUPS)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer "])
def test_a_header_without_token_is_refused(header: str) -> None:
    with pytest.raises(InvalidTokenError):
        authenticate(header, VERIFIER, machine(), GROUPS)


@pytest.mark.parametrize("method", ["GET/parcels", "POST/parcels/par_1/cancel", "GET/elsewhere"])
def test_a_policy_does_not_depend_on_what_was_asked(method: str) -> None:
    scopes = ["parcels/read"]

    assert policy_of(scopes, f"{ARN}/{method}") == policy_of(scopes, f"{ARN}/GET/")


def test_reading_opens_the_collection_and_what_is_below_it() -> None:
    statement = policy_of(["parcels/read"], f"{ARN}/GET/parcels")["Statement"][0]

    assert statement["Effect"] == "Allow"
    assert statement["Resource"] == [
        f"{ARN}/GET/parcels",
        f"{ARN}/GET/parcels/*",
        f"{ARN}/HEAD/parcels",
        f"{ARN}/HEAD/parcels/*",
    ]


def test_a_caller_without_scopes_is_denied_everything() -> None:
    assert policy_of([], f"{ARN}/GET/parcels") == {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Deny", "Action": "execute-api:Invoke", "Resource": [f"{ARN}/*"]}],
    }


def test_a_verdict_is_as_api_gateway_reads_it() -> None:
    principal = Principal("sub1", "client1", "acme", Kind.MACHINE, frozenset({"parcels/read"}))

    assert verdict(principal, f"{ARN}/GET/parcels") == {
        "principalId": "sub1",
        "policyDocument": policy_of(["parcels/read"], f"{ARN}/GET/parcels"),
        "context": principal.context(),
        "usageIdentifierKey": "client1",
    }


@dataclass
class Context:
    aws_request_id: str = "id"


def handler(consumers: InMemoryConsumers) -> Authorizer:
    return Authorizer(VERIFIER, consumers, GROUPS, make_logger("authorizer", "INFO"))


def test_the_verdict_names_caller_context_and_usage_key() -> None:
    event = {"authorizationToken": f"Bearer {token()}", "methodArn": f"{ARN}/GET/parcels"}

    verdict = handler(machine())(event, Context())

    assert (verdict["principalId"], verdict["usageIdentifierKey"]) == ("client1", "client1")
    assert (verdict["context"]["tenant"], verdict["context"]["tier"]) == ("acme", "gold")
    assert all(isinstance(value, str) for value in verdict["context"].values())


def asking(resource: str, *headers: tuple[str, list[str]]) -> dict[str, Any]:
    """A request's event, as API Gateway sends it."""
    method_arn = f"{ARN}/GET{resource}"
    sent = dict(headers or (("Authorization", [f"Bearer {token()}"]),))
    return {
        "type": "REQUEST",
        "methodArn": method_arn,
        "resource": resource,
        "multiValueHeaders": sent,
    }


MANY = [f"service-{number:02}" for number in range(100)]


def person_of(services: list[str]) -> Authorizer:
    """An authorizer for whom the token is a person's, who is staff of all the services."""
    groups = InMemoryGroups({"staff": [f"{each}/admin" for each in services]})
    people = machine(tenant=None, kind=Kind.PEOPLE)
    return Authorizer(VERIFIER, people, groups, make_logger("authorizer", "CRITICAL"))


def staff(resource: str) -> dict[str, Any]:
    """The event of a person of the group staff."""
    header = f"Bearer {token(sub='person', **{'cognito:groups': ['staff']})}"
    return asking(resource, ("authorization", [header]))


def test_an_answer_is_as_large_for_a_hundred_services_as_for_one() -> None:
    one = person_of(MANY[:1])(staff("/service-00/{id}"), Context())
    hundred = person_of(MANY)(staff("/service-00/{id}"), Context())

    assert hundred == one
    assert len(json.dumps(hundred)) < 2_500


@pytest.mark.parametrize("service", [MANY[0], MANY[57], MANY[99]])
def test_an_answer_opens_the_service_that_is_asked_and_no_other(service: str) -> None:
    answer = person_of(MANY)(staff(f"/{service}/{{id}}"), Context())

    resources = answer["policyDocument"]["Statement"][0]["Resource"]
    assert {each.removeprefix(f"{ARN}/").split("/")[1] for each in resources} == {service}
    assert answer["context"]["scopes"] == f"{service}/admin"


def test_a_service_whose_name_another_begins_with_is_another_one() -> None:
    authorizer = person_of(["parcel", "parcels"])

    answer = authorizer(staff("/parcel"), Context())

    assert answer["context"]["scopes"] == "parcel/admin"


def test_a_service_of_which_the_caller_has_no_scope_is_denied() -> None:
    answer = handler(machine())(asking("/elsewhere/{id}"), Context())

    assert answer["context"]["scopes"] == ""
    assert [each["Effect"] for each in answer["policyDocument"]["Statement"]] == ["Deny"]


@pytest.mark.parametrize(
    "headers",
    [
        [("Authorization", ["Basic YTpi"])],
        [("Authorization", [f"x{'Bearer'} {token()}"])],
        [("Authorization", ["Bearer"])],
        [("Authorization", [""])],
        [("Authorization", [f"Bearer {token()}", "Bearer x"])],
        [("Authorization", [f"Bearer {token()}"]), ("authorization", [f"Bearer {token()}"])],
        [("X-Authorization", [f"Bearer {token()}"])],
    ],
)
def test_a_request_without_one_bearer_token_is_refused(headers: list[Any]) -> None:
    with pytest.raises(UnauthorizedError):
        handler(machine())(asking("/parcels", *headers), Context())


@pytest.mark.parametrize("event", [{}, {"authorizationToken": "Bearer x", "methodArn": ARN}])
def test_a_refusal_is_the_word_that_api_gateway_knows(event: dict[str, str]) -> None:
    with pytest.raises(UnauthorizedError) as refused:
        handler(machine())(event, Context())

    assert str(refused.value) == "Unauthorized"


def test_no_token_is_logged(capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = token(), token(iss="https://elsewhere.example")
    authorizer = handler(machine())

    authorizer({"authorizationToken": f"Bearer {good}", "methodArn": ARN}, Context())
    with pytest.raises(UnauthorizedError):
        authorizer({"authorizationToken": f"Bearer {bad}", "methodArn": ARN}, Context())

    printed = "".join(capsys.readouterr())
    assert good not in printed
    assert bad not in printed


class Parameters:
    """Parameter Store with one consumer; counts the calls."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()

    def get_parameter(self, **request: Any) -> Any:
        self.asked[request["Name"]] += 1
        if request["Name"] != "/test/consumers/client1":
            raise ClientError({"Error": {"Code": "ParameterNotFound"}}, "GetParameter")
        known = {
            "name": "acme",
            "tenant": "acme",
            "kind": "machine",
            "enabled": True,
            "tier": "gold",
        }
        return {"Parameter": {"Value": json.dumps(known)}}


def test_a_consumer_is_looked_up_once_a_minute() -> None:
    parameters, now = Parameters(), [0.0]
    consumers = SsmConsumers(parameters, "/test/consumers", lambda: now[0])

    consumers.get("client1")
    consumers.get("client1")
    now[0] += 61
    consumer = consumers.get("client1")

    assert consumer == Consumer("acme", "acme", Kind.MACHINE, enabled=True, tier="gold")
    assert parameters.asked["/test/consumers/client1"] == 2


@pytest.mark.parametrize("client_id", ["nobody", "../platform", "", "a/b"])
def test_an_unknown_client_is_nobody(client_id: str) -> None:
    parameters = Parameters()

    assert SsmConsumers(parameters, "/test/consumers").get(client_id) is None
    assert not [name for name in parameters.asked if ".." in name]


class GroupsParameter:
    """Parameter Store with or without the table of groups; counts the calls."""

    def __init__(self, text: str | None) -> None:
        self.text = text
        self.asked = 0

    def get_parameter(self, **request: Any) -> Any:
        self.asked += 1
        if self.text is None or request["Name"] != "/test/groups":
            raise ClientError({"Error": {"Code": "ParameterNotFound"}}, "GetParameter")
        return {"Parameter": {"Value": self.text}}


TABLE = '{"customer": ["parcels/read", "parcels/write"], "staff": ["parcels/admin"]}'


@pytest.mark.parametrize(
    ("groups", "scopes"),
    [
        (["customer"], {"parcels/read", "parcels/write"}),
        (["customer", "staff"], {"parcels/read", "parcels/write", "parcels/admin"}),
        (["nobody"], set()),
        ([], set()),
    ],
)
def test_groups_carry_what_the_live_contracts_give_them(
    groups: list[str], scopes: set[str]
) -> None:
    assert SsmGroups(GroupsParameter(TABLE), "/test/groups").scopes(groups) == scopes


def test_the_table_of_groups_is_read_once_a_minute() -> None:
    parameter, now = GroupsParameter(TABLE), [0.0]
    groups = SsmGroups(parameter, "/test/groups", lambda: now[0])

    groups.scopes(["staff"])
    groups.scopes(["customer"])
    now[0] += 61
    parameter.text = '{"staff": ["parcels/admin"]}'

    assert groups.scopes(["staff"]) == {"parcels/admin"}
    assert parameter.asked == 2


def test_without_a_live_contract_no_group_opens_anything() -> None:
    assert SsmGroups(GroupsParameter(None), "/test/groups").scopes(["staff"]) == frozenset()


def test_who_may_change_a_service_may_see_past_its_cache() -> None:
    policy = policy_of({"catalog/write", "parcels/read"}, "arn:aws:execute-api:r:1:api/v1/GET/x")

    [_, refresh] = policy["Statement"]

    assert refresh == {
        "Effect": "Allow",
        "Action": "execute-api:InvalidateCache",
        "Resource": ["arn:aws:execute-api:r:1:api/v1/GET/catalog/*"],
    }


def test_who_only_reads_takes_what_is_cached() -> None:
    policy = policy_of({"catalog/read"}, "arn:aws:execute-api:r:1:api/v1/GET/x")

    assert [each["Action"] for each in policy["Statement"]] == ["execute-api:Invoke"]


class Registry:
    """The adapter and, as Terraform does, a parameter for it."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._consumers = SsmConsumers(client, "/local/consumers")

    def add(self, consumer: Consumer) -> None:
        value = json.dumps(vars(consumer) | {"others": 1})
        name = "/local/consumers/client1"
        self._client.put_parameter(Name=name, Value=value, Type="String", Overwrite=True)

    def get(self, _: Consumer) -> Consumer | None:
        return self._consumers.get("client1")


test_a_consumer_comes_back_whole = comes_back_whole(
    Consumer,
    lambda: boto3.client("ssm", region_name="eu-central-1"),
    Registry,
    Registry.add,
    Registry.get,
)


SIGNER = signers_tests.ACME


def either() -> EitherVerifier:
    return EitherVerifier(VERIFIER, signers_tests.VERIFIER)


def signing(**changed: Any) -> InMemoryConsumers:
    usual = {"tenant": "acme", "kind": Kind.MACHINE, "enabled": True, "tier": "gold", "signs": True}
    given: dict[str, Any] = usual | changed
    return InMemoryConsumers({SIGNER: Consumer("acme", **given)})


def test_a_signer_acts_for_its_tenant_in_its_tier() -> None:
    principal = authenticate(f"Bearer {signers_tests.signed()}", either(), signing(), GROUPS)

    assert (principal.client_id, principal.tenant, principal.tier) == (SIGNER, "acme", "gold")
    assert (principal.kind, principal.scopes) == (Kind.MACHINE, signers_tests.SCOPES)


def test_a_signer_that_is_disabled_or_became_something_else_is_refused() -> None:
    for consumers in (signing(enabled=False), signing(signs=False), InMemoryConsumers({})):
        with pytest.raises(InvalidTokenError):
            authenticate(f"Bearer {signers_tests.signed()}", either(), consumers, GROUPS)


def test_a_token_of_the_pool_is_nobodys_who_signs() -> None:
    consumers = InMemoryConsumers({"client1": signing().consumers[SIGNER]})

    with pytest.raises(InvalidTokenError, match="own way"):
        authenticate(f"Bearer {token()}", either(), consumers, GROUPS)
    assert authenticate(f"Bearer {token()}", either(), machine(), GROUPS).client_id == "client1"


def test_a_token_in_a_signers_name_is_not_the_pools() -> None:
    forged = token(iss=SIGNER, sub=SIGNER, client_id=SIGNER)

    with pytest.raises(InvalidTokenError):
        authenticate(f"Bearer {forged}", either(), signing(), GROUPS)


class Parts:
    """Parameter Store with one sixteenth of the signers; counts what it is asked for."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        record = {"keys": {"k1": {"x": "x", "y": "y"}}, "scopes": ["parcels/read"]}
        self.value = json.dumps({SIGNER: record})

    def get_parameter(self, Name: str) -> dict[str, Any]:  # noqa: N803 - boto3's name
        self.asked[Name] += 1
        if Name != "/test/signers/a":
            error = {"Error": {"Code": "ParameterNotFound", "Message": ""}}
            raise ClientError(error, "GetParameter")  # type: ignore[arg-type]
        return {"Parameter": {"Value": self.value}}


def test_whatever_ids_are_made_up_few_parameters_are_read() -> None:
    store, time_ = Parts(), [0.0]
    signers = SsmSigners(store, "/test/signers", lambda: time_[0])

    for number in range(2000):
        assert signers.get(f"signer{number:026x}"[:32]) is None
        signers.get(f"signer{number * 7 % 16:x}{number:025x}")

    assert len(store.asked) <= 16
    assert max(store.asked.values()) == 1
    time_[0] = 61
    assert signers.get(SIGNER) is not None
    assert store.asked["/test/signers/a"] == 2


def test_a_signer_has_keys_and_scopes_from_its_parameter() -> None:
    signer = SsmSigners(Parts(), "/test/signers").get(SIGNER)

    assert signer is not None
    assert signer.keys == {"k1": {"x": "x", "y": "y"}}
    assert signer.scopes == {"parcels/read"}
