"""The models that the methods of a deployment use, as schemas of a document."""

import json
import re
from collections.abc import Iterator
from typing import Any

from embedded_aws.gateway.control_plane.protocol.calls import Json

MODEL = re.compile(r'"https://apigateway\.amazonaws\.com/restapis/[^/"]+/models/(\w+)"')


def used(snapshot: Json, place: str) -> Json:
    """The schemas by name, with those that they refer to; `place` is where they stand."""
    texts = {each["name"]: each.get("schema") or "{}" for each in snapshot["models"]}
    waiting, schemas = list(dict.fromkeys(_named(snapshot))), {}
    while waiting:
        name = waiting.pop(0)
        if name in texts and name not in schemas:
            schemas[name] = _schema(texts[name], place)
            waiting += MODEL.findall(texts[name])
    return schemas


def _schema(text: str, place: str) -> Any:
    return json.loads(MODEL.sub(rf'"{place}\1"', text))


def _named(snapshot: Json) -> Iterator[str]:
    for resource in snapshot["resources"]:
        for method in (resource.get("resourceMethods") or {}).values():
            yield from (method.get("requestModels") or {}).values()
            for response in (method.get("methodResponses") or {}).values():
                yield from (response.get("responseModels") or {}).values()
