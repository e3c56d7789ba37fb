"""Tags (API reference, GetTags, TagResource and UntagResource)."""

import re

from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError, NotFoundError

ARN = re.compile(r"arn:[\w-]+:apigateway:[\w-]*::?(?:\d*:)?/(?P<path>.+)")
MOST = 50


def _tagged(call: Call) -> Json:
    """The settings that have the tags."""
    match = ARN.fullmatch(call["resourceArn"])
    if match is None:
        raise BadRequestError("Invalid resource ARN specified")
    kind, name, *below = match["path"].split("/")
    store = call.store
    if kind == "restapis" and name in store.apis:
        api = store.apis[name]
        if not below:
            return api.settings
        if below[0] == "stages" and below[1:] and below[1] in api.stages:
            return api.stages[below[1]].settings
    holders = {
        "apikeys": store.keys,
        "clientcertificates": store.client_certificates,
        "domainnames": store.domain_names,
        "usageplans": store.usage_plans,
        "vpclinks": store.vpc_links,
    }
    if not below and name in holders.get(kind, {}):
        return holders[kind][name]
    raise NotFoundError("Invalid resource ARN specified: there is no such resource")


@served("GetTags")
def get_tags(call: Call) -> Json:
    """All tags of a resource."""
    return {"tags": _tagged(call).get("tags") or {}}


@served("TagResource")
def tag_resource(call: Call) -> None:
    """Add or change tags."""
    tagged = _tagged(call)
    tags = {**(tagged.get("tags") or {}), **call["tags"]}
    if len(tags) > MOST:
        raise BadRequestError(f"A resource can have at most {MOST} tags")
    tagged["tags"] = tags


@served("UntagResource")
def untag_resource(call: Call) -> None:
    """Remove tags."""
    tagged = _tagged(call)
    tags = {
        name: value
        for name, value in (tagged.get("tags") or {}).items()
        if name not in call["tagKeys"]
    }
    tagged.pop("tags", None)
    tagged.update({"tags": tags} if tags else {})
