"""The modules that a service needs, and the AWS services that it calls."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from botocore import xform_name

from tools.command import CommandError

ROOT = Path(__file__).parents[3]
UNSHIPPED = {"checks", "tests"}
"""Folders of a service that no package carries: what tools need to know, and its tests."""


class UnknownServiceError(CommandError):
    """There is no service of that name."""


class BrokenModuleError(CommandError):
    """A module is not Python; the message says where."""


def own_modules(service: str, root: Path = ROOT) -> list[Path]:
    """The service's modules and their imports from `shared`, relative to the root, sorted."""
    folder = root / "services" / service
    if not (folder / "main.py").exists():
        raise UnknownServiceError(
            f"There is no service {service}: services/{service}/main.py does not exist."
        )
    modules: set[Path] = {Path("services/__init__.py")}
    # An editor's lock beside an open file (.#handler.py) is no module.
    waiting = [
        path.relative_to(root)
        for path in sorted(folder.rglob("*.py"))
        if path.stem.isidentifier() and path.relative_to(folder).parts[0] not in UNSHIPPED
    ]
    while waiting:
        path = waiting.pop()
        if path not in modules:
            modules.add(path)
            waiting += _imported(root, path)
    return sorted(modules)


def _imported(root: Path, path: Path) -> Iterator[Path]:
    """Modules of `shared` that the file imports, and their packages."""
    for name in _names(_parsed(root, path)):
        parts = name.split(".")
        if parts[0] != "shared":
            continue
        for length in range(1, len(parts) + 1):
            base = Path(*parts[:length])
            for candidate in (base.with_suffix(".py"), base / "__init__.py"):
                if (root / candidate).is_file():
                    yield candidate


def _parsed(root: Path, path: Path) -> ast.AST:
    try:
        return _tree((root / path).read_text(encoding="utf-8"))
    except (SyntaxError, ValueError) as error:
        raise broken(path, error) from error


@lru_cache(maxsize=512)
def _tree(text: str) -> ast.AST:
    """Parsed once, however many services import it and however often it is asked about."""
    return ast.parse(text)


def broken(path: Path, error: SyntaxError | ValueError) -> BrokenModuleError:
    """The place and reason why the module is not Python; a ValueError is about its bytes."""
    if isinstance(error, SyntaxError) and error.lineno:
        return BrokenModuleError(f"{path}, line {error.lineno}: {error.msg}")
    return BrokenModuleError(f"{path}: {error}")


def _names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def aws_services(modules: list[Path], root: Path = ROOT) -> set[str]:
    """The AWS services that the modules make clients of, by `client("…")`."""
    return {
        node.args[0].value
        for path in modules
        for node in ast.walk(_parsed(root, path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "client"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def aws_operations(modules: list[Path], root: Path = ROOT) -> Mapping[str, frozenset[str]]:
    """For each of these AWS services, the operations whose client method the modules name."""
    named = frozenset(_attributes(_parsed(root, path) for path in modules))
    return {
        service: frozenset(
            operation for operation in _operations(service) if xform_name(operation) in named
        )
        for service in sorted(aws_services(modules, root))
    }


@cache
def _operations(service: str) -> list[str]:
    """All operations of an AWS service; reading its description takes a tenth of a second."""
    from botocore.session import get_session  # noqa: PLC0415 - slow to import, and seldom needed

    return list(get_session().get_service_model(service).operation_names)


def imported_packages(modules: list[Path], root: Path = ROOT) -> frozenset[str]:
    """Every imported dotted name, and its parent packages."""
    names = {name for path in modules for name in _names(_parsed(root, path))}
    return frozenset(
        ".".join(parts[:length])
        for parts in (name.split(".") for name in names)
        for length in range(1, len(parts) + 1)
    )


def _attributes(trees: Iterable[ast.AST]) -> Iterator[str]:
    for tree in trees:
        yield from (node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute))
