"""A consumer's secret is rotated: the valid secrets before, during and after."""

import httpx
import pytest

from tests.e2e.harness.consumers import secret_of
from tests.e2e.harness.stack import Stack

pytestmark = [pytest.mark.slow, pytest.mark.changes]


def is_accepted(secret: dict[str, str]) -> bool:
    answer = httpx.post(
        secret["token_url"],
        auth=(secret["client_id"], secret["client_secret"]),
        data={"grant_type": "client_credentials"},
    )
    return answer.status_code == 200


def test_both_secrets_work_until_the_rotation_is_finished(stack: Stack) -> None:
    first = secret_of(stack, "viewer")
    began = stack.make("rotate-secret", "CONSUMER=viewer").stdout
    second = secret_of(stack, "viewer")
    between = is_accepted(first), is_accepted(second)
    again = stack.make("rotate-secret", "CONSUMER=viewer", check=False)
    planned = stack.make("plan-gateway").stdout
    status = stack.make("rotate-secret", "CONSUMER=viewer", "STATUS=1").stdout

    ended = stack.make("rotate-secret", "CONSUMER=viewer", "FINISH=1").stdout

    assert "FINISH=1" in began
    assert between == (True, True)
    assert again.returncode != 0
    assert "viewer has two secrets already" in again.stdout.replace("\n", " ")
    assert "No changes" in planned
    assert "old, works until FINISH=1" in status
    assert "the only one" in ended
    assert (is_accepted(first), is_accepted(second)) == (False, True)


def test_terraform_leaves_a_rotated_secret_alone(stack: Stack) -> None:
    assert "No changes" in stack.make("plan-gateway").stdout


def test_the_commands_read_the_new_secret(stack: Stack) -> None:
    stack.make("rotate-secret", "CONSUMER=acme")
    stack.make("rotate-secret", "CONSUMER=acme", "FINISH=1")

    assert (
        stack.outputs["consumers"]["acme"]["client_secret"]
        == secret_of(stack, "acme")["client_secret"]
    )
    assert stack.make("-s", "token", "CONSUMER=acme").stdout.count(".") == 2
