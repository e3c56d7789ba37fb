"""ImportDocumentationParts (API reference)."""

from embedded_aws.gateway.control_plane.documents.definitions import documentation
from embedded_aws.gateway.control_plane.documents.operations import PREFIX
from embedded_aws.gateway.control_plane.documents.parsing import loaded
from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError

INVALID = "Unable to build importer with provided input."


@served("ImportDocumentationParts", only_kept=True)
def import_documentation_parts(call: Call) -> Json:
    """The parts in a document, beside the present ones or in their place."""
    api, content = call.api, loaded(call["body"])
    raw = (content or {}).get(f"{PREFIX}documentation") or content
    if not isinstance(raw, dict) or "documentationParts" not in raw:
        raise BadRequestError(INVALID)
    before = dict(api.documentation_parts)
    if call.get("mode", "merge") == "overwrite":
        api.documentation_parts.clear()
    try:
        return {"ids": documentation(api, raw)}
    except (AttributeError, KeyError, TypeError) as error:
        api.documentation_parts = before
        raise BadRequestError(INVALID) from error
