"""Consumers of an environment and of services together."""

import json
from pathlib import Path
from typing import Any

import pytest

from tools.command import CommandError
from tools.deploy.where.consumers import with_services

ACME = {"tier": "gold", "tenant": "acme"}


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def says(service: str, said: object) -> None:
    folder = Path("terraform/services", service)
    folder.mkdir(parents=True)
    (folder / "consumers.json").write_text(json.dumps(said))


def test_without_files_the_environment_says_it_all() -> None:
    consumers = {"acme": ACME, "web": {"tier": "silver", "kind": "people"}}

    assert with_services(consumers) == consumers


def test_services_grant_their_own_scopes_to_who_is_there() -> None:
    says("parcels", {"grants": {"acme": ["write", "read"], "stranger": ["read"]}})
    says("letters", {"grants": {"acme": ["read"]}})

    consumers = with_services({"acme": ACME | {"scopes": ["others/read", "parcels/read"]}})

    scopes = ["letters/read", "others/read", "parcels/read", "parcels/write"]
    assert consumers == {"acme": ACME | {"scopes": scopes}}


def test_a_service_brings_the_consumer_that_it_is() -> None:
    own = {"tier": "internal", "tenant": "letters-service"}
    says("letters", {"consumers": {"letters-service": own}})
    says("parcels", {"grants": {"letters-service": ["read"]}})

    assert with_services({}) == {"letters-service": own | {"scopes": ["parcels/read"]}}


def test_the_environment_has_the_last_word() -> None:
    says("letters", {"consumers": {"post": {"tier": "silver", "tenant": "post"}}})

    consumers = with_services({"post": {"tier": "gold", "enabled": False}})

    assert consumers == {"post": {"tier": "gold", "tenant": "post", "enabled": False}}


def test_one_consumer_of_two_services_is_refused() -> None:
    for service in ("letters", "parcels"):
        says(service, {"consumers": {"post": {"tier": "silver", "tenant": "post"}}})

    with pytest.raises(CommandError, match="letters and parcels both bring the consumer post"):
        with_services({})


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"grants": {"acme": ["delete"]}}, "grants.acme.0"),
        ({"grant": {}}, "grant: Extra inputs"),
        ({"consumers": {"post": {"tier": "gold"}}}, "consumers.post.tenant: Field required"),
        ([], "the file: "),
    ],
)
def test_a_file_that_is_wrong_is_told_with_its_place(said: Any, message: str) -> None:
    says("parcels", said)

    with pytest.raises(CommandError, match=f"parcels/consumers.json .*{message}"):
        with_services({})


def grants_many(services: int) -> None:
    for number in range(services):
        says(f"s{number:02}", {"grants": {"acme": ["read", "write"]}})


def test_an_app_client_has_no_more_scopes_than_cognito_gives_it() -> None:
    grants_many(26)

    with pytest.raises(CommandError, match=r"acme is granted 52 scopes, .* 50 at most; grant some"):
        with_services({"acme": ACME})


def test_fifty_scopes_are_not_too_many_and_a_signer_may_have_more() -> None:
    grants_many(25)
    assert len(with_services({"acme": ACME})["acme"]["scopes"]) == 50

    says("more", {"grants": {"acme": ["read"]}})
    assert len(with_services({"acme": ACME | {"kind": "signer"}})["acme"]["scopes"]) == 51
