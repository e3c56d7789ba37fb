"""Shared parts of X-Ray's operations: their paths in moto, their errors, their tags."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from moto.utilities.tagging_service import TaggingService
from moto.xray import urls
from moto.xray.responses import XRayResponse

Answer = str | tuple[str, dict[str, int]]
Operation = Callable[[Any, Any], Any]


class InvalidRequestError(Exception):
    """X-Ray's InvalidRequestException."""


def add(operations: Mapping[str, Operation]) -> None:
    """Add operations by their paths, from which moto derives the names of its methods."""
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


def stored(response: Any, what: str) -> dict[str, dict[str, Any]]:
    """Groups or rules of one account and region, by ARN."""
    resources: dict[str, dict[str, Any]] = vars(response.xray_backend).setdefault(what, {})
    return resources


def arn(response: Any, kind: str, name: str) -> str:
    """The ARN of a group or rule."""
    return f"arn:aws:xray:{response.region}:{response.current_account}:{kind}/{name}"


def looked_up(things: dict[str, dict[str, Any]], body: Any, kind: str) -> dict[str, Any]:
    """The group or rule with the name or ARN in the request."""
    name, arn_ = body.get(f"{kind}Name"), body.get(f"{kind}ARN")
    for key, resource in things.items():
        if key == arn_ or (arn_ is None and resource[f"{kind}Name"] == name):
            return resource
    raise InvalidRequestError(f"{'Group' if kind == 'Group' else 'Sampling rule'} not found")


def tagger(response: Any) -> Any:
    """The tags of groups and rules, stored where the snapshot has them."""
    return vars(response.xray_backend).setdefault("tagger", TaggingService())


def _list_tags(self: Any, body: Any) -> Any:
    return tagger(self).list_tags_for_resource(body["ResourceARN"])


def _tag(self: Any, body: Any) -> Any:
    tagger(self).tag_resource(body["ResourceARN"], body["Tags"])
    return {}


def _untag(self: Any, body: Any) -> Any:
    tagger(self).untag_resource_using_names(body["ResourceARN"], body["TagKeys"])
    return {}


TAGS: Mapping[str, Operation] = {
    "ListTagsForResource": _list_tags,
    "TagResource": _tag,
    "UntagResource": _untag,
}
