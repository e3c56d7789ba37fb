"""The roots and environments of a tree."""

from pathlib import Path

from tools import hcl
from tools.deploy.terraform.root import BOOTSTRAP, GATEWAY, PLATFORM, PORTAL, service_root, services
from tools.deploy.where.environment import VALUES
from tools.review.changed_roots.model import Tree


def tree_here(folder: Path) -> Tree:
    """The tree in which the command runs."""
    functions = services()
    roots = [BOOTSTRAP, PLATFORM, *map(service_root, functions), GATEWAY, PORTAL]
    files = sorted((folder / VALUES).glob("*.tfvars"))
    return Tree(
        folder=folder.resolve(),
        roots=[each.name for each in roots],
        environments=[path.stem for path in files],
        functions=functions,
        switched_on={PORTAL.name: [path.stem for path in files if _has_portal(path)]},
    )


def _has_portal(values: Path) -> bool:
    return hcl.read(values)["environment"].get("portal") is not None
