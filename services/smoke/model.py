"""The version that is about to get traffic."""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Candidate:
    """A published version of a function."""

    function: str
    version: str


def candidate_of(appspec: str) -> Candidate:
    """The target version of a deployment (CodeDeploy user guide, "AppSpec file")."""
    [resource] = json.loads(appspec)["Resources"]
    [settings] = resource.values()
    return Candidate(settings["Properties"]["Name"], settings["Properties"]["TargetVersion"])
