"""The AppSpec of a Lambda deployment (CodeDeploy user guide, "AppSpec file")."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from embedded_aws.codedeploy.errors import CodeDeployError

HOOKS = ("BeforeAllowTraffic", "AfterAllowTraffic")


@dataclass(frozen=True)
class AppSpec:
    """One alias, its current and target versions, and the hooks of the deployment."""

    function: str
    alias: str
    current: str
    target: str
    hooks: Mapping[str, str]


def read(revision: Mapping[str, Any] | None) -> AppSpec:
    """The AppSpec of a revision; CreateDeployment's errors for an invalid one."""
    if not revision:
        raise CodeDeployError("RevisionRequiredException", "A revision is required.")
    source = revision.get("appSpecContent") or revision.get("string")
    if not source or not source.get("content"):
        raise _invalid("a Lambda deployment needs its AppSpec as appSpecContent")
    try:
        content = yaml.safe_load(source["content"])
        [resource] = content["Resources"]
        [settings] = resource.values()
        named = {key: str(value) for key, value in settings["Properties"].items()}
        spec = AppSpec(
            named["Name"],
            named["Alias"],
            named["CurrentVersion"],
            named["TargetVersion"],
            _hooks(content),
        )
    except yaml.YAMLError as error:
        raise _invalid(f"it is neither JSON nor YAML: {error}") from error
    except KeyError as error:
        raise _invalid(f"it lacks {error}") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise _invalid("it must have one resource with Properties") from error
    return spec


def _hooks(content: Mapping[str, Any]) -> dict[str, str]:
    listed = content.get("Hooks") or content.get("hooks") or []
    hooks = {name: str(function) for each in listed for name, function in each.items()}
    unknown = sorted(set(hooks) - set(HOOKS))
    if unknown:
        raise _invalid(f"Lambda deployments have no hook {', '.join(unknown)}")
    return hooks


def _invalid(why: str) -> CodeDeployError:
    return CodeDeployError("InvalidRevisionException", f"The AppSpec is not valid: {why}.")
