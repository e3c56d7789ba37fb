"""DescribeTable's figures (TableDescription, API reference), which moto leaves at zero or out.

Sizes and counts are exact, where AWS's are of the last six hours.
"""

import uuid
from typing import Any

from moto.dynamodb.models.table import Table

from embedded_aws.dynamodb.tables.store import Store
from embedded_aws.dynamodb.values.sizes import item_size

type Body = dict[str, Any]


def install() -> None:
    """Complete the description."""
    describe = Table.describe

    def described(self: Any, base_key: str = "TableDescription") -> Body:
        answer: Body = describe(self, base_key=base_key)
        _complete(answer[base_key], self)
        return answer

    Table.describe = described


def _complete(description: Body, table: Any) -> None:
    store = Store(table)
    items = list(store.all())
    description["TableSizeBytes"] = sum(map(item_size, items))
    description["ItemCount"] = len(items)
    description["TableId"] = str(
        uuid.uuid5(uuid.NAMESPACE_URL, f"{table.table_arn}{table.created_at}")
    )
    _billing(description, table)
    settings = vars(table).get("settings", {})
    if "TableClass" in settings:
        description["TableClassSummary"] = {"TableClass": settings["TableClass"]}
    if "OnDemandThroughput" in settings:
        description["OnDemandThroughput"] = settings["OnDemandThroughput"]
    by_name = {index.name: index for index in store.schema.indexes}
    for kind in ("GlobalSecondaryIndexes", "LocalSecondaryIndexes"):
        if not description.get(kind):
            description.pop(kind, None)
            continue
        description[kind] = [
            _index(each, by_name[each["IndexName"]], table, items) for each in description[kind]
        ]


def _index(description: Body, index: Any, table: Any, items: list[Any]) -> Body:
    entries = [index.projected(each) for each in items if index.keys.all_in(each)]
    return {
        **description,
        "IndexArn": f"{table.table_arn}/index/{index.name}",
        "IndexSizeBytes": sum(map(item_size, entries)),
        "ItemCount": len(entries),
    }


def _billing(description: Body, table: Any) -> None:
    """Only a table that is or was on demand has a summary."""
    since = vars(table).get("on_demand_since")
    if table.billing_mode != "PAY_PER_REQUEST" and since is None:
        description.pop("BillingModeSummary", None)
    elif since is not None:
        description["BillingModeSummary"]["LastUpdateToPayPerRequestDateTime"] = since
