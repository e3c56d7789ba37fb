"""A deployment that ends between its apply and the shift of traffic, and the one after it."""

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.e2e.harness.changes import MARKED, appended, is_marked
from tests.e2e.harness.product import Product
from tests.e2e.harness.stack import Stack

pytestmark = [pytest.mark.slow, pytest.mark.changes]

WAITS = "waiting until"
"""A deployment that has applied says so while an alarm of releases rings, and shifts nothing."""


@contextmanager
def ringing(stack: Stack, product: Product) -> Iterator[None]:
    """An alarm that holds releases up, set again and again: each evaluation would end it."""
    ended, cloudwatch = threading.Event(), stack.aws("cloudwatch")
    state = {"AlarmName": f"{product.function}-release-errors", "StateReason": "a fire drill"}

    def loop() -> None:
        while not ended.wait(0.2):
            cloudwatch.set_alarm_state(StateValue="ALARM", **state)

    thread = threading.Thread(target=loop)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        cloudwatch.set_alarm_state(StateValue="OK", **state)


def cancelled(stack: Stack, product: Product, by: signal.Signals) -> None:
    """A deployment that gets a signal when it has applied and shifted nothing."""
    with ringing(stack, product), deploying(stack, product) as deployment:
        assert deployment.stdout
        said = []
        for line in deployment.stdout:
            said.append(line)
            if WAITS in line:
                os.killpg(deployment.pid, by)
    print(*said)
    assert WAITS in "".join(said)
    assert deployment.returncode != 0


def deploying(stack: Stack, product: Product) -> "subprocess.Popen[str]":
    """A deployment under way, with a process group of its own."""
    return subprocess.Popen(
        ["make", f"deploy-{product.name}"],
        cwd=stack.folder, env=stack.environment, text=True, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def alias(stack: Stack, product: Product) -> tuple[str, dict[str, float]]:
    """The live version, and the shares of others."""
    live = stack.aws("lambda").get_alias(FunctionName=product.function, Name="live")
    weights = (live.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {}
    return live["FunctionVersion"], weights


def locks(stack: Stack) -> list[str]:
    """The locks of states that somebody has."""
    s3 = stack.aws("s3")
    buckets = [each["Name"] for each in s3.list_buckets()["Buckets"] if "state" in each["Name"]]
    keys = [s3.list_objects_v2(Bucket=bucket).get("Contents", []) for bucket in buckets]
    return [each["Key"] for of_one in keys for each in of_one if each["Key"].endswith(".tflock")]


def test_the_next_deployment_finishes_what_a_cancelled_and_a_killed_one_began(
    stack: Stack, product: Product
) -> None:
    """A change is cancelled, taking it back is killed; what is live at last is the source."""
    before, deployments = alias(stack, product), stack.aws("codedeploy").list_deployments
    group = {"applicationName": product.function, "deploymentGroupName": "live"}
    began = len(deployments(**group)["deployments"])

    with appended(product.folder / "main.py", MARKED):
        cancelled(stack, product, signal.SIGTERM)
    assert (alias(stack, product), locks(stack)) == (before, [])
    cancelled(stack, product, signal.SIGKILL)
    assert (alias(stack, product), locks(stack)) == (before, [])
    assert len(deployments(**group)["deployments"]) == began
    again = stack.make(f"deploy-{product.name}")

    live, weights = alias(stack, product)
    assert (int(live), weights) == (int(before[0]) + 2, {})
    assert "has 100 % of the traffic" in again.stdout
    with product.api() as api:
        answer = product.read(api)
    assert (answer.status_code, is_marked(answer)) == (product.status_read, False)
