"""What X-Ray's operations have in common: how moto finds them, how they fail, their tags."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from moto.utilities.tagging_service import TaggingService
from moto.xray import urls
from moto.xray.responses import XRayResponse

Answer = str | tuple[str, dict[str, int]]
Operation = Callable[[Any, Any], Any]


class InvalidRequestError(Exception):
    """What X-Ray calls InvalidRequestException."""


def add(operations: Mapping[str, Operation]) -> None:
    """Add operations by their paths, from which moto makes the names of its methods."""
    for path, operation in operations.items():
        urls.url_paths[f"{{0}}/{path}$"] = XRayResponse.dispatch
        setattr(XRayResponse, _method(path), _answering(operation))


def _method(path: str) -> str:
    """The method that moto calls for a path."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in path)[1:]


def _answering(operation: Operation) -> Callable[[Any], Answer]:
    def method(self: Any) -> Answer:
        try:
            return json.dumps(operation(self, self.request_params))
        except InvalidRequestError as error:
            refusal: Answer = self._error("InvalidRequestException", str(error))
            return refusal

    return method


def kept(response: Any, what: str) -> dict[str, dict[str, Any]]:
    """Groups or rules of one account and region, by ARN."""
    held: dict[str, dict[str, Any]] = vars(response.xray_backend).setdefault(what, {})
    return held


def arn(response: Any, kind: str, name: str) -> str:
    """The ARN of a group or rule."""
    return f"arn:aws:xray:{response.region}:{response.current_account}:{kind}/{name}"


def found(things: dict[str, dict[str, Any]], asked: Any, kind: str) -> dict[str, Any]:
    """The one that is asked for by name or ARN."""
    name, wanted = asked.get(f"{kind}Name"), asked.get(f"{kind}ARN")
    for key, held in things.items():
        if key == wanted or (wanted is None and held[f"{kind}Name"] == name):
            return held
    raise InvalidRequestError(f"{'Group' if kind == 'Group' else 'Sampling rule'} not found")


def tagger(response: Any) -> Any:
    """The tags of groups and rules; one more thing that the snapshot keeps."""
    return vars(response.xray_backend).setdefault("tagger", TaggingService())


def _list_tags(self: Any, asked: Any) -> Any:
    return tagger(self).list_tags_for_resource(asked["ResourceARN"])


def _tag(self: Any, asked: Any) -> Any:
    tagger(self).tag_resource(asked["ResourceARN"], asked["Tags"])
    return {}


def _untag(self: Any, asked: Any) -> Any:
    tagger(self).untag_resource_using_names(asked["ResourceARN"], asked["TagKeys"])
    return {}


TAGS: Mapping[str, Operation] = {
    "ListTagsForResource": _list_tags,
    "TagResource": _tag,
    "UntagResource": _untag,
}
