"""The roots and environments of a tree."""

from pathlib import Path

from tools.deploy.terraform.root import BOOTSTRAP, GATEWAY, PLATFORM, service_root, services
from tools.deploy.where.environment import VALUES
from tools.review.changed_roots.affected import Tree


def tree_here(folder: Path) -> Tree:
    """The tree in which the command runs."""
    functions = services()
    roots = [BOOTSTRAP, PLATFORM, *map(service_root, functions), GATEWAY]
    return Tree(
        folder=folder.resolve(),
        roots=[each.name for each in roots],
        environments=sorted(path.stem for path in (folder / VALUES).glob("*.tfvars")),
        functions=functions,
    )
