"""ImportApiKeys (developer guide, "API Gateway API key file format")."""

import csv
import io

from embedded_aws.gateway.control_plane.consumers.api_keys import new_key
from embedded_aws.gateway.control_plane.consumers.usage_plan_keys import add_key
from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import ApiError, BadRequestError


@served("ImportApiKeys")
def import_api_keys(call: Call) -> Json:
    """A key for each row; a row that is refused becomes a warning."""
    rows = _rows(call["body"])
    ids, warnings = [], []
    before = dict(call.store.keys)
    for row in rows:
        try:
            ids.append(_imported(call, row))
        except ApiError as error:
            warnings.append(error.message)
    if warnings and call.get("failOnWarnings"):
        call.store.keys.clear()
        call.store.keys.update(before)
        raise BadRequestError(f"Warnings found during import: {'; '.join(warnings)}")
    return {"ids": ids, **({"warnings": warnings} if warnings else {})}


def _rows(body: bytes) -> list[dict[str, str]]:
    try:
        reader = csv.DictReader(io.StringIO(body.decode("utf-8-sig")))
        rows = [{(n or "").strip().lower(): v or "" for n, v in row.items()} for row in reader]
    except (UnicodeDecodeError, csv.Error, AttributeError):
        raise BadRequestError("Unable to read the file of API keys: CSV is expected") from None
    if not rows or not {"name", "key"} <= set(rows[0]):
        raise BadRequestError(
            "The file of API keys needs a first row with the columns name and key"
        )
    return rows


def _imported(call: Call, row: dict[str, str]) -> str:
    given = {
        "name": row["name"].strip(),
        "value": row["key"].strip(),
        "description": row.get("description", "").strip(),
        "enabled": row.get("enabled", "").strip().lower() == "true",
    }
    key = new_key(call, given)
    for plan in filter(None, (each.strip() for each in row.get("usageplanids", "").split(","))):
        add_key(call.store, plan, key)
    return str(key["id"])
