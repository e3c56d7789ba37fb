"""Saved Logs Insights queries, which moto lacks (CloudWatch Logs API reference)."""

import json
import time
import uuid
from typing import Any

from moto.logs.exceptions import InvalidParameterException, ResourceNotFoundException
from moto.logs.responses import LogsResponse


def install() -> None:
    """Add PutQueryDefinition, DescribeQueryDefinitions and DeleteQueryDefinition."""
    LogsResponse.put_query_definition = _put
    LogsResponse.describe_query_definitions = _describe
    LogsResponse.delete_query_definition = _delete


def _definitions(response: Any) -> dict[str, dict[str, Any]]:
    """What is kept of one account and region, by id."""
    kept: dict[str, dict[str, Any]] = vars(response.logs_backend).setdefault(
        "query_definitions", {}
    )
    return kept


def _put(self: Any) -> str:
    """Without an id a new definition, with one the whole of it anew."""
    definitions, given = _definitions(self), self._get_param("queryDefinitionId")
    if given and given not in definitions:
        raise ResourceNotFoundException("The specified query definition does not exist.")
    for required in ("name", "queryString"):
        if not self._get_param(required):
            raise InvalidParameterException(f"{required} is needed.")
    key = given or str(uuid.uuid4())
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
    """All whose names begin as asked; a token is the number of those shown before."""
    prefix = self._get_param("queryDefinitionNamePrefix") or ""
    found = [each for each in _definitions(self).values() if each["name"].startswith(prefix)]
    begin = int(self._get_param("nextToken") or 0)
    end = begin + int(self._get_param("maxResults") or 1000)
    token = {"nextToken": str(end)} if end < len(found) else {}
    return json.dumps({"queryDefinitions": found[begin:end], **token})


def _delete(self: Any) -> str:
    if _definitions(self).pop(self._get_param("queryDefinitionId"), None) is None:
        raise ResourceNotFoundException("The specified query definition does not exist.")
    return json.dumps({"success": True})
