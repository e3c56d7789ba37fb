"""Answers DynamoDB's requests in moto's place: every request is checked, items are ours."""

import binascii
import json
from collections.abc import Callable
from typing import Any

from moto.core.utils import get_service_model
from moto.dynamodb.responses import DynamoHandler
from moto.utilities.aws_headers import gen_amzn_requestid_long

from embedded_aws.dynamodb.errors import DynamoError, SerializationError
from embedded_aws.dynamodb.operations import batches, query, scan, single, transactions
from embedded_aws.dynamodb.partiql import operations as partiql
from embedded_aws.dynamodb.partiql.transactions import execute_transaction
from embedded_aws.dynamodb.requests import shapes

type Body = dict[str, Any]
DATA_PLANE: dict[str, Callable[[Any, Body], Body]] = {
    "BatchExecuteStatement": partiql.batch_execute_statement,
    "BatchGetItem": batches.batch_get_item,
    "BatchWriteItem": batches.batch_write_item,
    "DeleteItem": single.delete_item,
    "ExecuteStatement": partiql.execute_statement,
    "ExecuteTransaction": execute_transaction,
    "GetItem": single.get_item,
    "PutItem": single.put_item,
    "Query": query.query,
    "Scan": scan.scan,
    "TransactGetItems": transactions.transact_get_items,
    "TransactWriteItems": transactions.transact_write_items,
    "UpdateItem": single.update_item,
}
CONTENT_TYPE = "application/x-amz-json-1.0"


def install() -> None:
    """Check every operation's parameters, and serve those of the data plane."""
    call_action, parse_parameters = DynamoHandler.call_action, DynamoHandler.parse_parameters

    def parsed(self: Any, request: Any) -> None:
        if self._get_action() in DATA_PLANE:
            self.params = {}  # read from the body as it is
        else:
            parse_parameters(self, request)

    def answered(self: Any) -> Any:
        operation = self._get_action()
        if operation not in get_service_model("dynamodb").operation_names:
            return call_action(self)
        try:
            request = _request(self.raw_body)
            shapes.check(operation, request)
            serve = DATA_PLANE.get(operation)
            if serve is None:
                return call_action(self)
            return _response(200, serve(self.dynamodb_backend, request))
        except DynamoError as error:
            return _response(400, error.body())

    DynamoHandler.parse_parameters = parsed
    DynamoHandler.call_action = answered


def _request(raw: bytes) -> Body:
    try:
        body = json.loads(raw or b"{}")
    except ValueError as error:
        raise SerializationError(f"The body is no JSON: {error}") from error
    if not isinstance(body, dict):
        raise SerializationError("The body is no JSON object")
    return body


def _response(status: int, content: Body) -> tuple[int, dict[str, Any], str]:
    body = json.dumps(content, separators=(",", ":"))
    headers = {
        "Content-Type": CONTENT_TYPE,
        "server": "Server",
        "status": str(status),
        "x-amz-crc32": str(binascii.crc32(body.encode())),
    }
    gen_amzn_requestid_long(headers)
    return status, headers, body
