"""The portal on AWS: who it is for, and when it is refused."""

import base64
import hashlib
from argparse import Namespace
from collections.abc import Mapping
from typing import Any

import pytest

from tools.command import CommandError
from tools.deploy.commands import portal as commands
from tools.deploy.operations import portal_removal
from tools.deploy.terraform.run import Terraform
from tools.deploy.where.environment import named


def test_the_hash_is_of_the_header_that_the_visitor_sends() -> None:
    line, message = commands.visitor("acme", "secret")

    header = "Basic " + base64.b64encode(b"acme:secret").decode()
    assert line == f'acme = "{hashlib.sha256(header.encode()).hexdigest()}"'
    assert "secret" in message


@pytest.mark.parametrize(
    ("env", "arguments", "sentence"),
    [
        ("local", {"what": "deploy"}, "make portal"),
        ("dev", {"what": "deploy"}, "the portal is off in dev"),
        ("dev", {"what": "plan"}, "the portal is off in dev"),
        ("dev", {"what": "visitor", "name": "a b"}, "NAME=acme"),
        ("dev", {"what": "destroy", "yes": False}, "nothing was destroyed"),
    ],
)
def test_a_command_that_cannot_be_done_says_why(
    env: str, arguments: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        commands.portal(named(env).primary, Namespace(**arguments))


@pytest.mark.parametrize(
    ("outputs", "sentence"), [({}, "there is no portal"), ({"url": None}, "9 destroyed")]
)
def test_a_portal_is_taken_away_where_there_is_one(
    monkeypatch: pytest.MonkeyPatch, outputs: Mapping[str, Any], sentence: str
) -> None:
    monkeypatch.setattr(Terraform, "outputs", lambda _: outputs)
    monkeypatch.setattr(Terraform, "destroy", lambda *_: "9 destroyed")

    assert portal_removal.remove(named("dev").primary) == sentence
