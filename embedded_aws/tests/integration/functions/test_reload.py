"""Changed sources replace an alias's code in running workers, without a failed request."""

import asyncio
import io
import json
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
from pydantic import ValidationError

from embedded_aws.functions import (
    DeployedFunction,
    Functions,
    HotReload,
    ReloadedCatalog,
    UnknownFunctionError,
    remove_overlays,
)
from embedded_aws.functions.code.overlay import Sources
from embedded_aws.functions.code.reload import DoesNotStartError
from embedded_aws.tests.integration.functions.conftest import Deployed, Lines, deployed
from embedded_aws.tests.integration.functions.test_functions import run

MAIN = "services/sample/main.py"
FIRST = (
    "import time, dependency\ndef handle(event, context):\n    time.sleep(event)\n    return 1\n"
)


def sources(text: str, **others: str) -> Sources:
    return Sources(folders=("services",), modules={MAIN: text, **others})


def second(answer: object) -> Sources:
    return sources(FIRST.replace("return 1", f"return {answer!r}"))


def package() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as whole:
        whole.writestr(MAIN, FIRST)
        whole.writestr("dependency/__init__.py", "NAME = 'as deployed'\n")
    return buffer.getvalue()


def sample(**changed: object) -> DeployedFunction:
    return deployed("", code=package(), handler="services.sample.main.handle", **changed)


class Reloading:
    """A local Lambda with one function that can be reloaded."""

    def __init__(self, directory: Path, runtime: Path, lines: Lines) -> None:
        self.directory = directory
        self.deployed = Deployed({"sample": sample()})
        catalog = ReloadedCatalog(self.deployed)
        self.functions = Functions(
            catalog, lines, directory=directory, runtime=runtime, environment={}
        )
        self.reload = HotReload(catalog, self.functions, directory)

    async def put(self, new: Sources) -> bool:
        return await self.reload.put("sample", "live", new)

    async def answer(self, seconds: float = 0) -> Any:
        invocation = await self.functions.invoke("sample", json.dumps(seconds).encode(), "live")
        assert invocation.function_error is None, invocation.payload
        return json.loads(invocation.payload)


@pytest.fixture
def reloading(tmp_path: Path, runtime: Path, lines: Lines) -> Any:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Reloading]:
        local = Reloading(tmp_path, runtime, lines)
        try:
            yield local
        finally:
            await local.functions.close()

    return opened


def test_reloaded_sources_are_served_without_a_cold_start(reloading: Any) -> None:
    async def scenario() -> None:
        async with reloading() as local:
            before = await local.answer()
            await local.put(second("two"))
            answer = await local.functions.invoke("sample", b"0", "live")

        assert (before, json.loads(answer.payload), answer.cold_start) == (1, "two", False)

    run(scenario())


def test_requests_under_way_finish_on_the_code_they_began_with(reloading: Any) -> None:
    async def scenario() -> None:
        async with reloading() as local:
            slow = asyncio.create_task(local.answer(2))
            await local.answer()
            await local.put(second(2))
            assert not slow.done()
            assert (await local.answer(), await slow) == (2, 1)

    run(scenario())


async def ask_until(ended: asyncio.Event, local: Reloading, answers: list[int]) -> None:
    while not ended.is_set():
        answers.append(await local.answer(0.01))


def test_no_request_fails_while_the_code_changes_under_load(reloading: Any) -> None:
    async def scenario() -> list[int]:
        answers: list[int] = []
        ended = asyncio.Event()
        async with reloading() as local:
            async with asyncio.TaskGroup() as callers:
                for _ in range(4):
                    callers.create_task(ask_until(ended, local, answers))
                for number in range(2, 6):
                    await local.put(second(number))
                ended.set()
            answers.append(await local.answer())
        return answers

    answers = run(scenario())

    assert answers[-1] == 5
    assert set(answers) <= {1, 2, 3, 4, 5}


@pytest.mark.parametrize(
    ("text", "error_type"),
    [
        ("import no_such_module\n", "Runtime.ImportModuleError"),
        ("1 / 0\n", "ZeroDivisionError"),
        ("other = 1\n", "Runtime.HandlerNotFound"),
        ("import os\nos._exit(3)\n", "Runtime.ExitError"),
    ],
)
def test_code_that_does_not_start_changes_nothing(
    reloading: Any, text: str, error_type: str
) -> None:
    async def scenario() -> None:
        async with reloading() as local:
            await local.put(second(2))
            with pytest.raises(DoesNotStartError) as failed:
                await local.put(sources(text))

            assert json.loads(failed.value.answer)["errorType"] == error_type
            assert await local.answer() == 2

    run(scenario())


def test_modules_come_and_go(reloading: Any) -> None:
    uses = "from services.sample.extra import X\ndef handle(event, context):\n    return X\n"

    async def scenario() -> None:
        async with reloading() as local:
            await local.put(sources(uses, **{"services/sample/extra.py": "X = 3\n"}))
            assert await local.answer() == 3
            with pytest.raises(DoesNotStartError, match=r"No module named 'services.sample.extra'"):
                await local.put(sources(uses))

    run(scenario())


def test_the_deployed_package_stays_as_it_is(reloading: Any) -> None:
    async def scenario() -> None:
        async with reloading() as local:
            await local.put(second(2))
            unpacked = next(each for each in local.directory.iterdir() if "+" not in each.name)
            laid = next(each for each in local.directory.iterdir() if "+" in each.name)

            assert (unpacked / MAIN).read_text() == FIRST
            assert not (unpacked / MAIN).samefile(laid / MAIN)
            assert (laid / "dependency").samefile(unpacked / "dependency")
            assert (laid / MAIN).stat().st_mode & 0o222 == 0

    run(scenario())


def test_what_is_deployed_next_is_served(reloading: Any) -> None:
    async def scenario() -> None:
        async with reloading() as local:
            await local.put(second(2))
            local.deployed.functions["sample"] = sample(version="2")
            after = await local.answer()
            local.deployed.functions["sample"] = sample()

            assert (after, await local.answer()) == (1, 1)

    run(scenario())


def test_sources_that_are_deployed_already_end_the_reload(reloading: Any) -> None:
    async def scenario() -> None:
        async with reloading() as local:
            await local.put(second(2))

            assert await local.put(sources(FIRST)) is False
            assert await local.answer() == 1

    run(scenario())


def test_a_reload_that_is_dropped_leaves_what_is_deployed(reloading: Any) -> None:
    async def scenario() -> None:
        async with reloading() as local:
            await local.put(second(2))
            local.reload.drop("sample", "live")

            assert await local.answer() == 1

    run(scenario())


def test_the_workers_of_the_code_before_are_ended(reloading: Any) -> None:
    tells = FIRST.replace("return 1", "return __import__('os').getpid()")

    async def scenario() -> None:
        async with reloading() as local:
            await local.put(sources(tells))
            worker = psutil.Process(await local.answer())
            await local.put(second(2))

            _, alive = await asyncio.to_thread(psutil.wait_procs, [worker], 5)
            assert not alive

    run(scenario())


def test_a_version_cannot_be_reloaded(reloading: Any) -> None:
    async def scenario() -> None:
        async with reloading() as local:
            with pytest.raises(UnknownFunctionError, match="versions never change"):
                await local.reload.put("sample", "1", second(2))

    run(scenario())


@pytest.mark.parametrize(
    "name",
    [
        "../services/x.py",
        "services/../../x.py",
        "/services/x.py",
        "dependency/x.py",
        "services/x.so",
        "services",
        "services//x.py",
    ],
)
def test_nothing_is_written_elsewhere(name: str) -> None:
    with pytest.raises(ValidationError, match="is no module in services"):
        Sources(folders=("services",), modules={name: ""})


def test_earlier_runs_leave_nothing_but_packages(reloading: Any) -> None:
    async def scenario() -> None:
        async with reloading() as local:
            await local.put(second(2))
            before = list(local.directory.iterdir())
            remove_overlays(local.directory)

            [left] = list(local.directory.iterdir())
            assert len(before) == 2
            assert (left / "dependency/__init__.py").exists()

    run(scenario())
