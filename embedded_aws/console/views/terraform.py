"""Terraform's resources, by the states in S3: names and ARNs alone, since states hold secrets."""

import json
from collections.abc import Iterator
from typing import Any

from moto.s3.models import s3_backends

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.state.regions import used

SUFFIX = ".tfstate"

type Json = dict[str, Any]


def roots() -> list[Json]:
    """Every state with its resources, by the name of its object."""
    return sorted(_roots(), key=lambda each: each["name"])


def _roots() -> Iterator[Json]:
    for backend in used(s3_backends, ACCOUNT_ID).values():
        for bucket in list(backend.buckets.values()):
            for name, key in list(bucket.keys.items()):
                if not str(name).endswith(SUFFIX):
                    continue
                state = _state(key)
                if state is not None:
                    yield {
                        "name": str(name).removesuffix(SUFFIX),
                        "bucket": bucket.name,
                        "changed": str(key.last_modified),
                        "serial": state.get("serial"),
                        "terraform": state.get("terraform_version"),
                        "resources": list(_resources(state)),
                    }


def _state(key: Any) -> Json | None:
    try:
        state = json.loads(key.value)
    except (ValueError, OSError):
        return None
    return state if isinstance(state, dict) else None


def _resources(state: Json) -> Iterator[Json]:
    """Each managed resource: its address, its type, and its ARN if it has one."""
    for resource in state.get("resources") or []:
        if resource.get("mode") != "managed":
            continue
        module = f"{resource['module']}." if resource.get("module") else ""
        for instance in resource.get("instances") or []:
            index = instance.get("index_key")
            place = "" if index is None else f"[{json.dumps(index)}]"
            yield {
                "address": f"{module}{resource['type']}.{resource['name']}{place}",
                "type": resource["type"],
                "arn": (instance.get("attributes") or {}).get("arn"),
            }
