"""The page in Chromium: plots are drawn, nothing is fetched, nothing fails."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tools.insights.questions import page
from tools.insights.questions.charts import chart
from tools.insights.questions.logs import Answer, Logs
from tools.insights.questions.question import questions
from tools.measure.insights.scenario import Scenario

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--enable-logging=stderr", "--virtual-time-budget=8000", "--dump-dom",
)  # fmt: skip
OWN = re.compile(r"https?://[\w.-]*\.(google|googleapis|gvt1)\.com/")
PHONE, DESK = "390,844", "1280,900"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")


@pytest.fixture(scope="module")
def answers(planted: tuple[Scenario, Logs]) -> list[Answer]:
    """Answers in which each question has something to draw."""
    return [planted[1].ask(each) for each in questions().values()]


@pytest.mark.parametrize(
    ("size", "theme"), [(DESK, "dark"), (PHONE, "light")], ids=["desk and dark", "phone and light"]
)
def test_a_browser_draws_every_plot_and_asks_nobody(
    size: str, theme: str, answers: list[Answer], tmp_path: Path
) -> None:
    written = page.write(answers, "test", {}, tmp_path / "page.html")

    run = _opened(written, tmp_path, size, theme)

    plots = [each for each in answers if chart(each, {})]
    assert run.stdout.count('class="plot js-plotly-plot"') == len(plots) > len(answers) // 2
    assert [line for line in run.stderr.splitlines() if "CONSOLE" in line] == []
    assert _fetched(tmp_path / "net.json") == set()


def _opened(written: Path, folder: Path, size: str, theme: str) -> subprocess.CompletedProcess[str]:
    dark = ["--blink-settings=preferredColorScheme=0"] if theme == "dark" else []
    return subprocess.run(
        [
            str(CHROMIUM), *FLAGS, *dark, f"--window-size={size}",
            f"--user-data-dir={folder / 'profile'}",
            f"--log-net-log={folder / 'net.json'}", written.as_uri(),
        ],
        capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip


def _fetched(log: Path) -> set[str]:
    """Addresses that the browser asked, but for those by which Chromium looks after itself."""
    text = log.read_text(encoding="utf-8", errors="replace")
    urls = set(re.findall(r'"url":"(https?://[^"]+)"', text))
    return {each for each in urls if not OWN.match(each)}
