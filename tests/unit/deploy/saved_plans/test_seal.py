"""Saved plans leave no machine in plain text, and open as they were sealed or not at all."""

import base64
import stat
from pathlib import Path

import pytest

from tools.command import CommandError
from tools.deploy.saved_plans import seal

KEY, OTHER = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(seal.KEY, KEY)
    file = tmp_path / "plans/orders.plan"
    seal.write(file, b'{"root": "orders"}', b"a password")
    return file


def test_a_sealed_plan_opens_with_its_key(path: Path) -> None:
    assert seal.read(path) == (b'{"root": "orders"}', b"a password")
    assert b"password" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("old", "new"), [(b"orders", b"custom"), (b"}\n", b"}\n\0"), (b"\n", b"\n\n")]
)
def test_a_plan_whose_label_or_content_was_altered_does_not_open(
    path: Path, old: bytes, new: bytes
) -> None:
    path.write_bytes(path.read_bytes().replace(old, new, 1))

    with pytest.raises(seal.BrokenSealError, match="altered, or sealed with another PLANS_KEY"):
        seal.read(path)


def test_a_cut_plan_does_not_open(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:25])

    with pytest.raises(seal.BrokenSealError):
        seal.read(path)


def test_another_key_opens_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(seal.KEY, OTHER)

    with pytest.raises(seal.BrokenSealError):
        seal.read(path)


@pytest.mark.parametrize("text", ["", "secret", base64.b64encode(b"short").decode()])
def test_without_a_key_the_sentence_says_how_to_make_one(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(seal.KEY, text)

    with pytest.raises(CommandError, match="openssl rand -base64 32"):
        seal.key()
