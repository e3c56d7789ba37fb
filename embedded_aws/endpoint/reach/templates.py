"""The resources of a CloudFormation template that would be skipped here."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.endpoint.reach.request import Request

OPERATIONS = {"CreateStack", "UpdateStack", "CreateChangeSet"}


class _Loader(yaml.SafeLoader):
    """Reads CloudFormation's short functions, such as `!Ref`."""


def _short_function(loader: yaml.Loader, suffix: str, node: yaml.Node) -> Any:
    from moto.cloudformation.utils import yaml_tag_constructor  # noqa: PLC0415 - heavy

    return yaml_tag_constructor(loader, suffix, node)


_Loader.add_multi_constructor("", _short_function)


def resources(request: Request) -> Mapping[str, Mapping[str, Any]]:
    """The template's resources by their names; none without a readable template."""
    try:
        template = _parsed(_text(request))
    except Exception:  # noqa: BLE001 - whatever is wrong with it, CloudFormation says so
        return {}
    listed = template.get("Resources") if isinstance(template, dict) else None
    named = listed.items() if isinstance(listed, dict) else ()
    return {name: each for name, each in named if isinstance(each, dict)}


def _text(request: Request) -> str:
    if "TemplateURL" in request.body:
        from moto.cloudformation.utils import get_stack_from_s3_url  # noqa: PLC0415 - heavy

        url = str(request.body["TemplateURL"])
        return str(get_stack_from_s3_url(url, account_id=ACCOUNT_ID, partition="aws"))
    return str(request.body.get("TemplateBody") or "")


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader with one more tag


def skipped(request: Request) -> Iterator[str]:
    """The types that moto passes over in silence, each once."""
    from moto.cloudformation import parsing  # noqa: PLC0415 - heavy

    types = {str(each.get("Type")) for each in resources(request).values()}
    for kind in sorted(types):
        passes = kind.startswith("Custom::") or kind in parsing.NULL_MODELS
        if not passes and kind not in parsing.get_model_map():
            yield kind
