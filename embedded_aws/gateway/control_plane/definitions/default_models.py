"""The models that every new API has (API Gateway developer guide, "Data models")."""

from embedded_aws.gateway.control_plane.protocol.calls import Json
from embedded_aws.gateway.control_plane.protocol.identifiers import new_id

EMPTY = """{
  "$schema": "http://json-schema.org/draft-04/schema#",
  "title" : "Empty Schema",
  "type" : "object"
}"""
ERROR = """{
  "$schema" : "http://json-schema.org/draft-04/schema#",
  "title" : "Error Schema",
  "type" : "object",
  "properties" : {
    "message" : { "type" : "string" }
  }
}"""


def default_models() -> dict[str, Json]:
    """`Empty` and `Error`, by name."""
    return {name: _model(name, schema) for name, schema in (("Empty", EMPTY), ("Error", ERROR))}


def _model(name: str, schema: str) -> Json:
    return {
        "id": new_id(),
        "name": name,
        "description": f"This is a default {name.lower()} schema model",
        "schema": schema,
        "contentType": "application/json",
    }
