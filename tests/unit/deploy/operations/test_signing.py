"""A consumer's key, and a token that the authorizer takes."""

import stat
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest

from shared.auth.signers import Signer, SignerVerifier
from shared.product import NAME
from tools import hcl
from tools.command import CommandError
from tools.deploy.operations.signing import client_id_of, new_key, signed

SCOPES = frozenset({"parcels/read", "parcels/write"})


class Known:
    """The port `Signers` with one consumer."""

    def __init__(self, client_id: str, keys: Any) -> None:
        self.signers = {client_id: Signer(keys, SCOPES)}

    def get(self, client_id: str) -> Signer | None:
        return self.signers.get(client_id)


def environment(entry: str) -> Any:
    """An environment with acme's printed entry in its values."""
    fake = MagicMock()
    fake.name = "test"
    fake.values = {"consumers": {"acme": hcl.parsed(f"acme = {{ {entry} }}")["acme"]}}
    return fake


def test_the_key_that_is_made_signs_what_the_authorizer_takes(tmp_path: Path) -> None:
    path = tmp_path / "acme.pem"
    place = environment(new_key(path))
    client_id = client_id_of("test", "acme")
    keys = place.values["consumers"]["acme"]["keys"]

    token = signed(place, "acme", path, "parcels/read")

    claims = SignerVerifier(f"{NAME}-test", Known(client_id, keys)).verify(token)
    assert claims.client_id == client_id
    assert claims.scopes == {"parcels/read"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "acme.pem"
    new_key(path)
    before = path.read_bytes()

    with pytest.raises(CommandError, match="never overwritten"):
        new_key(path)

    assert path.read_bytes() == before


def test_a_key_that_the_environment_does_not_know_signs_nothing(tmp_path: Path) -> None:
    place = environment(new_key(tmp_path / "acme.pem"))
    new_key(tmp_path / "other.pem")

    with pytest.raises(CommandError, match="does not know this key as acme's"):
        signed(place, "acme", tmp_path / "other.pem")


@pytest.mark.parametrize("text", ["", "no key", "-----BEGIN PRIVATE KEY-----"])
def test_a_file_that_is_no_key_ends_in_a_sentence(text: str, tmp_path: Path) -> None:
    path = tmp_path / "acme.pem"
    path.write_text(text)

    with pytest.raises(CommandError, match="no private key in PEM"):
        signed(MagicMock(), "acme", path)


def test_a_file_that_is_not_there_ends_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        signed(MagicMock(), "acme", tmp_path / "none.pem")
    with pytest.raises(CommandError, match="cannot be written"):
        new_key(tmp_path / "none" / "acme.pem")
