"""ListTables by name, DescribeLimits with today's quotas; moto lists by age (API reference)."""

from bisect import bisect_right
from typing import Any

from moto.core.responses import ActionResult
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.responses import DynamoHandler

ACCOUNT_UNITS, TABLE_UNITS = 80_000, 40_000


def install() -> None:
    """List in order, from a name on that need not be there."""
    DynamoDBBackend.list_tables = _list
    DynamoHandler.describe_limits = _limits


def _list(self: Any, limit: int, exclusive_start_table_name: str | None) -> Any:
    names = sorted(self.tables)
    first = bisect_right(names, exclusive_start_table_name) if exclusive_start_table_name else 0
    page = names[first : first + limit]
    more = len(names) > first + limit
    return page, page[-1] if more else None


def _limits(_: Any) -> ActionResult:
    return ActionResult(
        {
            "AccountMaxReadCapacityUnits": ACCOUNT_UNITS,
            "AccountMaxWriteCapacityUnits": ACCOUNT_UNITS,
            "TableMaxReadCapacityUnits": TABLE_UNITS,
            "TableMaxWriteCapacityUnits": TABLE_UNITS,
        }
    )
