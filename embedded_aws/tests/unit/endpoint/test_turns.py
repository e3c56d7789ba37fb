"""Turns at moto's services: who waits for whom."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Waiting
from threading import Barrier

import pytest

from embedded_aws.endpoint.turns import Turns


def enters(turns: Turns, service: str) -> str:
    with turns.of(service):
        return service


@pytest.mark.parametrize(
    ("busy", "asking"),
    [
        ("iam", "iam"),
        ("iam", "lambda"),
        ("lambda", "iam"),
        ("iam", "sts"),
        ("lambda", "sts"),
        ("iam", "tagging"),
        ("s3", "tagging"),
        ("tagging", "tagging"),
    ],
)
def test_a_request_waits_for_whoever_uses_what_it_reads(busy: str, asking: str) -> None:
    turns = Turns()
    with ThreadPoolExecutor() as threads:
        with turns.of(busy):
            waiting = threads.submit(enters, turns, asking)
            with pytest.raises(Waiting):
                waiting.result(timeout=0.05)
        assert waiting.result(timeout=5) == asking


@pytest.mark.parametrize(("busy", "asking"), [("s3", "iam"), ("dynamodb", "lambda"), ("", "s3")])
def test_services_apart_do_not_wait_for_each_other(busy: str, asking: str) -> None:
    turns = Turns()
    with ThreadPoolExecutor() as threads, turns.of(busy):
        assert threads.submit(enters, turns, asking).result(timeout=5) == asking


def test_no_two_requests_wait_for_each_other() -> None:
    turns = Turns()
    services = ["iam", "lambda", "tagging", "sts", "s3", "dynamodb"]
    start = Barrier(len(services))

    def often(service: str) -> int:
        start.wait()
        return sum(enters(turns, service) == service for _ in range(500))

    with ThreadPoolExecutor(len(services)) as threads:
        assert list(threads.map(often, services, timeout=30)) == [500] * len(services)
