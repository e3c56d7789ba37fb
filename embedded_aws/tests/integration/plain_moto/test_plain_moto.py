"""Each patch of moto is still needed: plain moto lacks the behaviour."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import embedded_aws
from embedded_aws.tests.integration.plain_moto.asking import FOLDER, probes

PACKAGE = Path(embedded_aws.__file__).parent
ROOMS = ("patches", "codedeploy", "cloudwatch", "dynamodb", "gateway/control_plane")
TOGETHER = {
    "cloudwatch": "its rooms",
    "codedeploy": "its rooms",
    "gateway.control_plane.cloudformation": "the control plane's operations",
    "patches.installation": "its room",
    "codedeploy.state_changes": "events of our own deployments",
}
"""Modules that install what others patch, or what has nothing to do with moto's answers."""


def asked(*arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", f"{FOLDER}.asking", *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=PACKAGE.parent,
    )
    answers: dict[str, Any] = json.loads(done.stdout)
    return answers


@pytest.fixture(scope="module")
def plain() -> dict[str, Any]:
    return asked()


@pytest.fixture(scope="module")
def patched() -> dict[str, Any]:
    return asked("patched")


@pytest.mark.parametrize("patch", probes())
def test_moto_needs_this_patch_still(plain: dict[str, Any], patch: str) -> None:
    assert plain[patch] is True, f"moto does it itself now: remove embedded_aws.{patch}"


@pytest.mark.parametrize("patch", probes())
def test_with_the_patch_nothing_is_lacking(patched: dict[str, Any], patch: str) -> None:
    assert patched[patch] is False


def test_every_module_that_patches_moto_is_asked_about() -> None:
    patching = {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
        for room in ROOMS
        for path in (PACKAGE / room).rglob("*.py")
        if "\ndef install(" in path.read_text(encoding="utf-8")
    }

    assert patching - set(TOGETHER) <= set(probes())
