"""Saved Logs Insights queries, which moto lacks (CloudWatch Logs API reference)."""

import json
import time
from typing import Any

from moto.logs.exceptions import InvalidParameterException, ResourceNotFoundException
from moto.logs.responses import LogsResponse
from moto.moto_api._internal import mock_random


def install() -> None:
    """Add PutQueryDefinition, DescribeQueryDefinitions and DeleteQueryDefinition."""
    LogsResponse.put_query_definition = _put
    LogsResponse.describe_query_definitions = _describe
    LogsResponse.delete_query_definition = _delete


def _definitions(response: Any) -> dict[str, dict[str, Any]]:
    """The definitions of one account and region, by id."""
    definitions: dict[str, dict[str, Any]] = vars(response.logs_backend).setdefault(
        "query_definitions", {}
    )
    return definitions


def _put(self: Any) -> str:
    """Create a definition, or replace the one with the given id."""
    definitions, given = _definitions(self), self._get_param("queryDefinitionId")
    if given and given not in definitions:
        raise ResourceNotFoundException("The specified query definition does not exist.")
    for required in ("name", "queryString"):
        if not self._get_param(required):
            raise InvalidParameterException(f"{required} is needed.")
    key = given or str(mock_random.uuid4())
    definitions[key] = {
        "queryDefinitionId": key,
        "queryLanguage": self._get_param("queryLanguage") or "CWLI",
        "name": self._get_param("name"),
        "queryString": self._get_param("queryString"),
        "logGroupNames": self._get_param("logGroupNames") or [],
        "lastModified": int(time.time() * 1000),
    }
    return json.dumps({"queryDefinitionId": key})


def _describe(self: Any) -> str:
    """The definitions with the name prefix; a token is the number of those listed before."""
    prefix = self._get_param("queryDefinitionNamePrefix") or ""
    definitions = [each for each in _definitions(self).values() if each["name"].startswith(prefix)]
    begin = int(self._get_param("nextToken") or 0)
    end = begin + int(self._get_param("maxResults") or 1000)
    token = {"nextToken": str(end)} if end < len(definitions) else {}
    return json.dumps({"queryDefinitions": definitions[begin:end], **token})


def _delete(self: Any) -> str:
    if _definitions(self).pop(self._get_param("queryDefinitionId"), None) is None:
        raise ResourceNotFoundException("The specified query definition does not exist.")
    return json.dumps({"success": True})
