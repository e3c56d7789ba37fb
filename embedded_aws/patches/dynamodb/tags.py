"""Tags of tables: one value a key, at most 50, of a table that is there (TagResource)."""

from typing import Any

from moto.dynamodb.models import DynamoDBBackend

from embedded_aws.dynamodb.errors import NotFoundError, invalid

MOST_TAGS = 50


def install() -> None:
    """Replace the value of a key that is there, where moto adds the key once more."""
    untag = DynamoDBBackend.untag_resource

    def tag_resource(self: Any, arn: str, tags: dict[str, str]) -> None:
        table = _table(self, arn)
        values = {each["Key"]: each["Value"] for each in table.tags} | tags
        if len(values) > MOST_TAGS:
            raise invalid(f"Too many tags: {len(values)}, the most are {MOST_TAGS}")
        table.tags = [{"Key": key, "Value": value} for key, value in values.items()]

    def untag_resource(self: Any, arn: str, tag_keys: list[str]) -> None:
        _table(self, arn)
        untag(self, arn, tag_keys)

    DynamoDBBackend.tag_resource = tag_resource
    DynamoDBBackend.untag_resource = untag_resource


def _table(backend: Any, arn: str) -> Any:
    for table in backend.tables.values():
        if table.table_arn == arn:
            return table
    raise NotFoundError(f"Requested resource not found: ResourcArn: {arn} not found")
