"""Finds the roots that changed files affect; in doubt one more, and always with the reason."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from tools.deploy.where.consumers import FILE as CONSUMERS
from tools.review.changed_roots.imports import Imports, module_of
from tools.review.changed_roots.model import Affected, Tree
from tools.review.changed_roots.places import TERRAFORM, by_module

SERVICES, ENVIRONMENTS = "services", "environments"
ANALYTICS = "analytics"
"""Views and questions, which a module reads."""
HARMLESS = {
    "docs", "tests", ".github", ".ci", "LICENSE", ".gitignore", ".pre-commit-config.yaml",
    "embedded_aws", "pyproject.toml",
}  # fmt: skip
"""At the top of the tree: nothing of it reaches a plan."""
UNPLANNED = {"tests", "checks", "testing", "__pycache__"}
"""Folders anywhere: of tests, and of what only tools read."""
CONTRACT = {".json", ".vtl"}
GATEWAY, PORTAL = "gateway", "portal"
DEPLOYING, BUILDS = {"deploy", "build"}, {"requirements", ".python-version"}


def affected(changed: Iterable[Path], tree: Tree, imports: Imports) -> list[Affected]:
    """Every root that one of the files affects, once, with the first reason."""
    first: dict[tuple[str, str], Affected] = {}
    for path in sorted(changed):
        for each in _of_file(path, tree, imports):
            first.setdefault((each.root, each.environment), each)
    order = list(tree.roots)
    return sorted(first.values(), key=lambda each: (each.environment, order.index(each.root)))


def _of_file(path: Path, tree: Tree, imports: Imports) -> Iterator[Affected]:
    name = path.relative_to(tree.folder)
    top = name.parts[0]
    if _is_harmless(name):
        return
    if top == TERRAFORM:
        yield from _of_terraform(path, name, tree)
    elif name.suffix == ".py":
        yield from _of_code(name, tree, imports)
    elif top == SERVICES and len(name.parts) > 1:
        yield from _of_service(name, tree)
    elif top == "shared":
        yield from _of_data(path, name, tree)
    elif top == ANALYTICS:
        yield from _everywhere(tree, dict(by_module(path, tree)))
    elif top in BUILDS:
        yield from _everywhere(tree, dict.fromkeys(_functions(tree), f"{name}: packages have it"))
    else:
        yield from _all(tree, f"{name}: nothing says whom it does not affect")


def _is_harmless(name: Path) -> bool:
    """Whether no plan reads it: texts, tests, and the data of tools that deploy nothing."""
    top, *rest = name.parts
    is_tools_data = top == "tools" and name.suffix != ".py" and len(rest) > 1
    return (
        name.suffix == ".md"
        or top in HARMLESS
        or bool(UNPLANNED & set(name.parts[:-1]))
        or (is_tools_data and rest[0] not in DEPLOYING)
    )


def _of_terraform(path: Path, name: Path, tree: Tree) -> Iterator[Affected]:
    reasons = dict(by_module(path, tree))
    if name.parts[1] == ENVIRONMENTS:
        yield from _of_values(name, tree)
    elif name.name == CONSUMERS:
        yield from _all(tree, f"{name}: its consumers are among the values of every root")
    elif reasons:
        yield from _everywhere(tree, reasons)
    elif name.parts[1] != "modules":  # a module that no root calls affects none
        yield from _all(tree, f"{name}: it may belong to any root")


def _of_data(path: Path, name: Path, tree: Tree) -> Iterator[Affected]:
    """Data of shared: packages may have it, and modules may read it."""
    reasons = dict.fromkeys(_functions(tree), f"{name}: packages may have it")
    reasons[PORTAL] = f"{name}: the site may show it"
    yield from _everywhere(tree, {**reasons, **dict(by_module(path, tree))})


def _of_values(name: Path, tree: Tree) -> Iterator[Affected]:
    """A value of one environment changes the plans of that environment alone."""
    environment = name.stem.partition(".")[0]
    if name.suffix == ".tfvars" and environment in tree.environments:
        for root in filter(lambda root: tree.has(root, environment), tree.roots):
            yield Affected(root, environment, f"{name}: the values of {environment}")
    else:
        yield from _all(tree, f"{name}: values of any environment may name it")


def _of_code(name: Path, tree: Tree, imports: Imports) -> Iterator[Affected]:
    module = module_of(name)
    reasons: dict[str, str] = {}
    if name.parts[0] == SERVICES and len(name.parts) > 2:  # noqa: PLR2004 - services/<name>/<file>
        reasons |= dict(_of_function(name.parts[1], f"{name}: its code", tree))
    for service, chain in imports.services(module):
        reason = " imports ".join(chain) if len(chain) > 1 else f"{name}: its code"
        reasons |= dict(_of_function(service, reason, tree, reasons))
    # What a tool reads of a service's own code stands in the committed contract.
    chain = imports.deployment(module) if not reasons else ()
    if chain:
        yield from _all(tree, f"{name}: {chain[0]}, which gives every root its variables, uses it")
    elif not reasons and name.parts[0] == "shared" and not imports.knows(module):
        yield from _all(tree, f"{name}: gone, and any service may have used it")
    yield from _everywhere(tree, reasons)


def _of_function(
    service: str, why: str, tree: Tree, known: Iterable[str] = ()
) -> Iterator[tuple[str, str]]:
    """The root of a service, and the gateway: code declares the routes of the contract."""
    root = f"{SERVICES}/{service}"
    if root in tree.roots and root not in known:
        yield root, why
    if (tree.folder / SERVICES / service / "openapi.json").exists() and GATEWAY not in known:
        yield GATEWAY, f"{why}; its contract is made of it"
        yield PORTAL, f"{why}; the site shows its contract"


def _of_service(name: Path, tree: Tree) -> Iterator[Affected]:
    """A file of a service that is no code: its contract, a mapping template, its requirements."""
    root = f"{SERVICES}/{name.parts[1]}"
    reasons = {root: f"{name}: a file of the service"} if root in tree.roots else {}
    if name.suffix in CONTRACT:
        reasons[GATEWAY] = f"{name}: a part of the contract that the gateway publishes"
        reasons[PORTAL] = f"{name}: a part of the contract that the site shows"
    yield from _everywhere(tree, reasons)


def _functions(tree: Tree) -> list[str]:
    return [root for root in tree.roots if root.removeprefix(f"{SERVICES}/") in tree.functions]


def _all(tree: Tree, why: str) -> Iterator[Affected]:
    return _everywhere(tree, dict.fromkeys(tree.roots, why))


def _everywhere(tree: Tree, reasons: dict[str, str]) -> Iterator[Affected]:
    """The roots in every environment."""
    for environment in tree.environments:
        for root, why in reasons.items():
            if tree.has(root, environment):
                yield Affected(root, environment, why)
