"""The state of a query."""

from embedded_aws.analytics.athena.executions import Execution


def execution(process: str | None = None) -> Execution:
    mine = Execution("e1", "SELECT 1", {}, None, "s3://b/e1.csv", {}, [], 0.0, status="RUNNING")
    mine.process = process or mine.process
    return mine


def test_a_query_of_a_server_that_stopped_has_failed() -> None:
    lost, running = execution("an earlier one"), execution()

    lost.look()
    running.look()

    assert (lost.status, running.status) == ("FAILED", "RUNNING")
    assert "was stopped" in str(lost.reason)


def test_an_outcome_stays() -> None:
    stopped = execution()
    stopped.end("CANCELLED", "by user")

    stopped.end("SUCCEEDED")

    assert (stopped.status, stopped.reason) == ("CANCELLED", "by user")
