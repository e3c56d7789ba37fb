"""Changes of a CloudFormation stack that its update would pass over here."""

from collections.abc import Iterator
from typing import Any

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.endpoint import failures
from embedded_aws.endpoint.reach import templates
from embedded_aws.endpoint.reach.request import Request


def unchangeable(request: Request) -> Iterator[str]:
    """The resources that the update changes or removes, and whose types moto does neither with."""
    stack = _stack(request)
    new = dict(templates.resources(request))
    if stack is None or not new:
        return
    present = stack.resource_map._resource_json_map  # noqa: SLF001 - no public name
    difference = stack.resource_map.build_resource_diff({"Resources": new}, _parameters(request))
    for name in difference["Modify"]:
        if not _can(new[name]["Type"], "update_from_cloudformation_json"):
            yield _sentence(name, new[name]["Type"], "change", "give it another name")
    for name in difference["Remove"]:
        kind = present[name]["Type"]
        if not (_can(kind, "delete_from_cloudformation_json") or _can(kind, "delete")):
            yield _sentence(name, kind, "remove", "keep it in the template")


def _sentence(name: str, kind: str, verb: str, instead: str) -> str:
    return (
        f"{name}: the embedded AWS does not {verb} resources of the type {kind} in a stack: "
        f"{instead}, or delete the stack and create it again."
    )


def _stack(request: Request) -> Any:
    """The stack that the request names, if it is there."""
    from moto.cloudformation.models import cloudformation_backends  # noqa: PLC0415 - heavy

    backend = cloudformation_backends[ACCOUNT_ID][failures.region_of(request.environ)]
    named = request.body.get("StackName")
    stacks = list(backend.stacks.values())
    return next((each for each in stacks if named in {each.name, each.stack_id}), None)


def _parameters(request: Request) -> dict[str, str]:
    """The values that the request gives to parameters."""
    keys = {name: value for name, value in request.body.items() if name.endswith(".ParameterKey")}
    values = {key: name.replace(".ParameterKey", ".ParameterValue") for name, key in keys.items()}
    return {key: request.body[name] for key, name in values.items() if name in request.body}


def _can(kind: str, method: str) -> bool:
    """Whether moto's class of the type has this method, and not as a mere declaration."""
    from moto.cloudformation import parsing  # noqa: PLC0415 - heavy

    model = parsing.get_model_map().get(kind)
    if model is None:
        return True  # a custom resource, or none of moto's
    present = getattr(model, method, None)
    return present is not None and not hasattr(present, "__isabstractmethod__")
