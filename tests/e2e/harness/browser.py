"""Debian's Chromium, driven by what `make e2e` installs for it."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.e2e.harness.stack import ROOT

PACKAGES = ROOT / ".build/browser/packages"
SERIOUS = {"serious", "critical"}


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser; skips the test without one, or without what drives it."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("there is no Chromium on PATH (apt-get install chromium)")
    if not PACKAGES.is_dir():
        pytest.skip("what drives Chromium is not installed; `make e2e` does that")
    sys.path.append(str(PACKAGES))
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - not in everybody's environment

    with sync_playwright() as driver:
        # As root, as in a container, Chromium refuses to start with its sandbox.
        yield driver.chromium.launch(executable_path=program, args=["--no-sandbox"])


def barriers(page: Any) -> list[tuple[str, Any]]:
    """The serious findings of axe: rule, and the first place."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - as above

    violations = Axe().run(page).response["violations"]
    return [
        (each["id"], each["nodes"][0]["target"]) for each in violations if each["impact"] in SERIOUS
    ]
