"""X-Ray's groups, which moto lacks (X-Ray API reference); only their settings."""

from typing import Any

from moto.moto_api._internal import mock_random

from embedded_aws.patches.xray import operations as xray_operations

FIELDS = ("GroupName", "GroupARN", "FilterExpression", "InsightsConfiguration")
NO_INSIGHTS = {"InsightsEnabled": False, "NotificationsEnabled": False}


def install() -> None:
    """Add the operations on groups, and on tags."""
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


def _create(self: Any, body: Any) -> Any:
    groups, name = xray_operations.stored(self, "groups"), body["GroupName"]
    if any(group["GroupName"] == name for group in groups.values()):
        raise xray_operations.InvalidRequestError(f"A group with the name {name} exists already")
    unique = mock_random.get_random_string(length=26).upper()
    arn = xray_operations.arn(self, "group", f"{name}/{unique}")
    given = {key: body[key] for key in FIELDS if key in body}
    groups[arn] = {"InsightsConfiguration": NO_INSIGHTS, **given, "GroupARN": arn}
    xray_operations.tagger(self).tag_resource(arn, body.get("Tags") or [])
    return {"Group": groups[arn]}


def _get(self: Any, body: Any) -> Any:
    return {
        "Group": xray_operations.looked_up(xray_operations.stored(self, "groups"), body, "Group")
    }


def _get_all(self: Any, _: Any) -> Any:
    return {"Groups": list(xray_operations.stored(self, "groups").values())}


def _update(self: Any, body: Any) -> Any:
    group = xray_operations.looked_up(xray_operations.stored(self, "groups"), body, "Group")
    group.update({key: body[key] for key in FIELDS[2:] if key in body})
    return {"Group": group}


def _delete(self: Any, body: Any) -> Any:
    groups = xray_operations.stored(self, "groups")
    groups.pop(xray_operations.looked_up(groups, body, "Group")["GroupARN"])
    return {}
