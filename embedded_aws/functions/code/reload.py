"""Hot reload: an alias serves changed sources, and the deployed resources do not change."""

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path

from embedded_aws.functions.code.overlay import Sources, are_deployed, overlay
from embedded_aws.functions.code.packages import folder_of
from embedded_aws.functions.model import DeployedFunction, FunctionCatalog, UnknownFunctionError
from embedded_aws.functions.workers.pool import Functions


class DoesNotStartError(Exception):
    """The new code's init failed; `answer` is Lambda's answer to an invocation."""

    def __init__(self, answer: bytes) -> None:
        super().__init__(answer.decode("utf-8", "replace"))
        self.answer = answer


@dataclass(frozen=True)
class _Overlay:
    over: DeployedFunction
    folder: Path


class ReloadedCatalog:
    """A catalog whose aliases may run other code, until the next deployment."""

    def __init__(self, catalog: FunctionCatalog) -> None:
        self.deployed = catalog
        self._overlays: dict[str, _Overlay] = {}

    def resolve(self, function_name: str, qualifier: str | None) -> DeployedFunction:
        """The deployed function, with the alias's overlay if it belongs to that version."""
        function = self.deployed.resolve(function_name, qualifier)
        laid = self._overlays.get(function.arn)
        if laid is None:
            return function
        if laid.over.key != function.key:
            self.drop(function.arn)
            return function
        return replace(function, overlay=laid.folder)

    def lay(self, over: DeployedFunction, folder: Path) -> None:
        """Run the code in this folder whenever the function is invoked by this ARN."""
        self._overlays[over.arn] = _Overlay(over, folder)

    def drop(self, arn: str) -> None:
        """Run the deployed code again."""
        self._overlays.pop(arn, None)


class HotReload:
    """Replaces a function's sources once the new ones have started."""

    def __init__(self, catalog: ReloadedCatalog, functions: Functions, directory: Path) -> None:
        self._catalog = catalog
        self._functions = functions
        self._directory = directory

    async def put(self, function_name: str, alias: str, sources: Sources) -> bool:
        """Serve these sources; False when they equal the deployed ones.

        Requests in progress finish on the old code. Raises UnknownFunctionError,
        BrokenPackageError, and DoesNotStartError, after which the old code still serves.
        """
        deployed, before = self._called(function_name, alias)
        package = await asyncio.to_thread(folder_of, deployed, self._directory)
        if await asyncio.to_thread(are_deployed, sources, package):
            self._catalog.drop(deployed.arn)
            return False
        folder = await asyncio.to_thread(overlay, package, sources, self._directory)
        after = replace(deployed, overlay=folder)
        failure = await self._functions.warm_up(after)
        if failure is not None:
            raise DoesNotStartError(failure)
        self._catalog.lay(deployed, folder)
        if before.key != after.key:
            self._functions.retire(before)
        return True

    def drop(self, function_name: str, alias: str) -> None:
        """Serve the deployed code; UnknownFunctionError."""
        deployed, before = self._called(function_name, alias)
        self._catalog.drop(deployed.arn)
        if before.overlay:
            self._functions.retire(before)

    def _called(self, function_name: str, alias: str) -> tuple[DeployedFunction, DeployedFunction]:
        """The alias's version, as deployed and as it runs now."""
        deployed = self._catalog.deployed.resolve(function_name, alias)
        if alias in {deployed.version, ""}:
            raise UnknownFunctionError(
                f"{function_name} has no alias {alias}; versions never change"
            )
        return deployed, self._catalog.resolve(function_name, alias)
