"""A stage's canary: the deployment that takes a part of its requests.

API Gateway developer guide, "Set up an API Gateway canary release deployment".
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from embedded_aws.gateway.deployed.model import Api, Stage


def with_canary(
    stage: Stage, raw: Mapping[str, Any], compiled: Callable[[str], Api | None]
) -> Stage:
    """The stage with its canary, if it has one that takes any requests."""
    settings = raw.get("canarySettings") or {}
    stage = replace(stage, has_canary=bool(settings))
    percent = float(settings.get("percentTraffic") or 0)
    deployment = settings.get("deploymentId")
    api = compiled(deployment) if percent > 0 and deployment else None
    if api is None:
        return stage
    overrides = {str(k): str(v) for k, v in (settings.get("stageVariableOverrides") or {}).items()}
    shared = bool(settings.get("useStageCache"))
    canary = replace(
        stage,
        api=api,
        variables={**stage.variables, **overrides},
        cache_version=stage.cache_version if shared else f"{stage.cache_version} canary",
        is_canary=True,
    )
    return replace(stage, canary=canary, canary_percent=percent)
