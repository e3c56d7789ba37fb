"""The questions about the logs, asked of the running stack as its users do."""

import json
from uuid import uuid4

import pytest

from tests.e2e.harness.logs import eventually
from tests.e2e.harness.stack import Stack

WITHIN_SECONDS = 60


def test_a_refused_request_is_in_the_answer_about_errors(stack: Stack) -> None:
    agent = f"refused-{uuid4()}"
    with stack.api() as nobody:
        nobody.get("/nowhere", headers={"User-Agent": agent})

    assert eventually(
        lambda: agent in stack.make("insights", "QUESTION=user-agents", check=False).stdout,
        WITHIN_SECONDS,
    )
    assert "403" in stack.make("insights", "QUESTION=errors").stdout


@pytest.mark.slow
def test_what_traffic_plants_is_found(stack: Stack) -> None:
    stack.make("traffic", "DURATION=5")
    text = (stack.folder / ".build/traffic.json").read_text(encoding="utf-8")
    planted = {each["question"] for each in json.loads(text)["planted"]}

    def missing() -> set[str]:
        page = stack.make("insights", check=False).stdout
        return {each for each in planted if WORDS[each] not in page}

    assert eventually(lambda: missing() == set(), WITHIN_SECONDS), missing()


WORDS = {
    "credential-stuffing": "credential stuffing",
    "exfiltration": "data may be leaking",
    "hot-keys": "a hot key",
    "scope-probing": "scope probing",
    "scraping": "scraping",
    "slow-dependency": "a dependency was slow",
    "throttle-risk": "is throttled",
    "token-sharing": "its token is shared",
    "user-agent-anomalies": "a user agent out of place",
}
"""Words of the sentence about each finding."""
