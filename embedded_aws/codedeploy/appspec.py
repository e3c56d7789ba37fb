"""What a Lambda deployment is to do (CodeDeploy user guide, "AppSpec file")."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from embedded_aws.codedeploy.errors import CodeDeployError

HOOKS = ("BeforeAllowTraffic", "AfterAllowTraffic")


@dataclass(frozen=True)
class AppSpec:
    """One alias that goes from a version to another, and the functions called on the way."""

    function: str
    alias: str
    current: str
    target: str
    hooks: Mapping[str, str]


def read(revision: Mapping[str, Any] | None) -> AppSpec:
    """From a revision; the refusals of CreateDeployment say what is wrong with it."""
    if not revision:
        raise CodeDeployError("RevisionRequiredException", "A revision is required.")
    held = revision.get("appSpecContent") or revision.get("string")
    if not held or not held.get("content"):
        raise _invalid("a Lambda deployment needs its AppSpec as appSpecContent")
    try:
        content = yaml.safe_load(held["content"])
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
