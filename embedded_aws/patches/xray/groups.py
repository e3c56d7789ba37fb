"""X-Ray's groups, which moto lacks (X-Ray API reference); settings here."""

from typing import Any

from embedded_aws.patches.xray import operations as xray_operations

FIELDS = ("GroupName", "GroupARN", "FilterExpression", "InsightsConfiguration")
NO_INSIGHTS = {"InsightsEnabled": False, "NotificationsEnabled": False}


def install() -> None:
    """Add the operations on groups, and tags."""
    xray_operations.add(
        {
            "CreateGroup": _create,
            "GetGroup": _get,
            "Groups": _get_all,
            "UpdateGroup": _update,
            "DeleteGroup": _delete,
            **xray_operations.TAGS,
        }
    )


def _create(self: Any, asked: Any) -> Any:
    kept, name = xray_operations.kept(self, "groups"), asked["GroupName"]
    if any(held["GroupName"] == name for held in kept.values()):
        raise xray_operations.InvalidRequestError(f"A group with the name {name} exists already")
    arn = xray_operations.arn(self, "group", name)
    given = {key: asked[key] for key in FIELDS if key in asked}
    kept[arn] = {"InsightsConfiguration": NO_INSIGHTS, **given, "GroupARN": arn}
    xray_operations.tagger(self).tag_resource(arn, asked.get("Tags") or [])
    return {"Group": kept[arn]}


def _get(self: Any, asked: Any) -> Any:
    return {"Group": xray_operations.found(xray_operations.kept(self, "groups"), asked, "Group")}


def _get_all(self: Any, _: Any) -> Any:
    return {"Groups": list(xray_operations.kept(self, "groups").values())}


def _update(self: Any, asked: Any) -> Any:
    group = xray_operations.found(xray_operations.kept(self, "groups"), asked, "Group")
    group.update({key: asked[key] for key in FIELDS[2:] if key in asked})
    return {"Group": group}


def _delete(self: Any, asked: Any) -> Any:
    kept = xray_operations.kept(self, "groups")
    kept.pop(xray_operations.found(kept, asked, "Group")["GroupARN"])
    return {}
