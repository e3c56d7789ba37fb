"""A request that the gateway refuses is found in the Parquet that Firehose wrote, by Athena."""

import time
from uuid import uuid4

from shared.product import NAME
from tests.e2e.harness.logs import eventually
from tests.e2e.harness.stack import Stack

WITHIN_SECONDS = 60


def answer(stack: Stack, sql: str, *parameters: str) -> list[list[str | None]]:
    """The rows of Athena's answer, without the names."""
    athena = stack.aws("athena")
    key = athena.start_query_execution(
        QueryString=sql,
        ExecutionParameters=list(parameters),
        WorkGroup=f"{NAME}-local",
        QueryExecutionContext={"Database": f"{NAME}_local".replace("-", "_")},
    )["QueryExecutionId"]
    while True:
        status = athena.get_query_execution(QueryExecutionId=key)["QueryExecution"]["Status"]
        if status["State"] not in {"QUEUED", "RUNNING"}:
            break
        time.sleep(0.05)
    assert status["State"] == "SUCCEEDED", status
    rows = athena.get_query_results(QueryExecutionId=key)["ResultSet"]["Rows"][1:]
    return [[cell.get("VarCharValue") for cell in row["Data"]] for row in rows]


def test_a_refused_request_is_found_within_a_minute(stack: Stack) -> None:
    agent = f'odd "agent" \\ {uuid4()}'
    with stack.api() as nobody:
        refused = nobody.get("/nowhere", headers={"User-Agent": agent})
    query = "SELECT status, error_type, request_id FROM access_logs WHERE user_agent = ?"

    rows: list[list[str | None]] = []

    def is_there() -> bool:
        rows[:] = answer(stack, query, f"'{agent}'")
        return bool(rows)

    assert eventually(is_there, WITHIN_SECONDS)
    request_id = refused.headers["x-amzn-RequestId"]
    assert rows == [["403", "MISSING_AUTHENTICATION_TOKEN", request_id]]
