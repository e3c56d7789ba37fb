"""Contracts for import-linter beyond its own types; pyproject.toml lists them."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from grimp import ImportGraph
from importlinter import fields, output
from importlinter.contracts.layers import Layer, LayersContract, ModuleTail
from importlinter.domain.contract import Contract, ContractCheck
from importlinter.domain.helpers import module_expressions_to_modules

OTHERS = "..."
"""Stands for every module of a container that no layer names."""
IMPORTERS = {"import_module", "__import__", "spec_from_file_location", "run_module", "run_path"}
"""Functions of Python's own that import a module by its name or its file."""
SERVICES = "services"


class OpenLayersContract(LayersContract):
    """Layers with an open one, `...`, of all other modules: a service's adapters, for example."""

    type_name = "open_layers"

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001 - theirs
        """Check as `layers` does, after filling the open layer."""
        vars(self)["layers"] = self._filled(graph)
        return super().check(graph, verbose)

    def _filled(self, graph: ImportGraph) -> list[Layer]:
        layers = cast("list[Layer]", self.layers)
        named = {tail.name for layer in layers for tail in layer.module_tails}
        containers = module_expressions_to_modules(graph, cast("Any", self.containers))
        children = {child for each in containers for child in graph.find_children(each.name)}
        others = {child.rpartition(".")[2] for child in children} - named
        opened = Layer(
            {ModuleTail(each, is_optional=True) for each in others}, is_independent=False
        )
        open_layer = {ModuleTail(OTHERS)}
        layers = [opened if each.module_tails == open_layer else each for each in layers]
        return [each for each in layers if each.module_tails]


class NamedImportsContract(Contract):
    """Only the loader imports a service by its name at run time.

    import-linter sees import statements alone, not names that are passed to importlib.
    """

    type_name = "named_imports"

    loader = fields.StringField()
    exceptions = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001, ARG002 - theirs
        """Read the source of every module in the graph."""
        allowed = {self.loader, *cast("set[str]", self.exceptions or set())}
        breaches = [
            f"{module}, line {line}"
            for module in sorted(graph.modules - allowed)
            if not graph.is_module_squashed(module)
            for line in lines_that_import_services(source_of(module))
        ]
        return ContractCheck(kept=not breaches, metadata={"breaches": breaches})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print the places."""
        for breach in check.metadata["breaches"]:
            output.print_error(f"{breach} imports a service by name, or what may be one.")
        output.print(f"Ask {self.loader} for it instead.")


def source_of(module: str) -> str:
    """The source of a module of this repository, which is not imported for it."""
    path = Path(*module.split("."))
    files = (path.with_suffix(".py"), path / "__init__.py")
    return next((each.read_text(encoding="utf-8") for each in files if each.exists()), "")


def lines_that_import_services(source: str) -> Iterator[int]:
    """Lines that call an importer, unless the name's beginning cannot be a service's."""
    if not any(name in source for name in IMPORTERS):  # parsing every module takes seconds
        return
    nodes = list(ast.walk(ast.parse(source)))
    calls = [node for node in nodes if isinstance(node, ast.Call) and _importer(node.func)]
    harmless = {id(call.func) for call in calls if not _may_be_service(call)}
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and any(_renamed(each) for each in node.names):
            yield node.lineno
        if isinstance(node, ast.expr) and _importer(node) and id(node) not in harmless:
            yield node.lineno


def _importer(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name in IMPORTERS


def _renamed(alias: ast.alias) -> bool:
    return alias.name in IMPORTERS and alias.asname not in {None, alias.name}


def _may_be_service(call: ast.Call) -> bool:
    name = call.args[0] if call.args else None
    if isinstance(name, ast.JoinedStr) and name.values:
        name = name.values[0]
    if isinstance(name, ast.Constant) and isinstance(name.value, str):
        return name.value.partition(".")[0] == SERVICES
    return True
