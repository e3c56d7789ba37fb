"""Every edit prints one line, and sends nothing else."""

import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tools.develop.reload.served import NotReloadedError, UnreachableError
from tools.develop.reload.watch import Watcher

FILES = {
    "services/__init__.py": "",
    "services/parcels/main.py": "from shared.ids import new\n",
    "services/parcels/model.py": "x = 1\n",
    "services/authorizer/main.py": "import shared.ids\n",
    "services/labels/main.py": "x = 1\n",
    "shared/__init__.py": "",
    "shared/ids.py": "def new(): ...\n",
    "shared/unused.py": "x = 1\n",
}


class InMemoryServed:
    """Accepts any code, except when it is set to fail."""

    def __init__(self) -> None:
        self.put_so_far: list[str] = []
        self.failure: Exception | None = None
        self.told_drift = ""
        self.reloads = True

    def services(self) -> list[str]:
        return ["authorizer", "labels", "parcels"]

    def put(self, service: str, modules: Mapping[str, str]) -> bool:
        assert modules
        self.put_so_far.append(service)
        if self.failure:
            raise self.failure
        return self.reloads

    def drift(self, service: str) -> str:
        return self.told_drift if service == "parcels" else ""


class Desk:
    """A working tree, its watcher, and the printed lines."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.said: list[str] = []
        self.served = InMemoryServed()
        for name, text in FILES.items():
            self.write(name, text)
        self.watcher = Watcher(root, self.served, self.said.append)
        self.watcher.remember()

    def write(self, name: str, text: str) -> None:
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(text)

    def save(self, name: str, text: str) -> list[str]:
        """The lines that are printed after this edit."""
        self.write(name, text)
        return self.look()

    def look(self) -> list[str]:
        self.said.clear()
        self.watcher.reload(time.monotonic())
        return [re.sub(r"after \d+\.\d s", "after 0.0 s", line) for line in self.said]

    def says(self, line: str) -> bool:
        """Whether the line is printed, possibly by another thread."""
        deadline = time.monotonic() + 5
        while line not in self.said and time.monotonic() < deadline:
            time.sleep(0.01)
        return line in self.said


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_change_of_a_service_is_served_and_told_in_a_line(desk: Desk) -> None:
    said = desk.save("services/parcels/model.py", "x = 2\n")

    assert said == ["parcels: model.py changed; new code serves after 0.0 s"]
    assert desk.served.put_so_far == ["parcels"]


def test_a_change_of_shared_reaches_every_service_that_has_it(desk: Desk) -> None:
    said = desk.save("shared/ids.py", "def new(): return 1\n")

    assert said == ["authorizer, parcels: shared/ids.py changed; new code serves after 0.0 s"]


def test_several_files_are_one_reload(desk: Desk) -> None:
    desk.write("services/parcels/extra.py", "x = 1\n")
    (desk.root / "services/parcels/model.py").unlink()

    said = desk.look()

    assert said == ["parcels: extra.py and 1 more changed; new code serves after 0.0 s"]
    assert desk.served.put_so_far == ["parcels"]


def test_the_same_content_is_no_change(desk: Desk) -> None:
    assert desk.save("services/parcels/model.py", FILES["services/parcels/model.py"]) == []
    assert desk.save("shared/unused.py", "x = 2\n") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = (\n", "services/parcels/model.py, line 1: '(' was never closed"),
        ("x = 1\nreturn x\n", "services/parcels/model.py, line 2: 'return' outside function"),
        ("x = '\0'\n", "services/parcels/model.py: source code string cannot contain null bytes"),
    ],
)
def test_a_syntax_error_is_told_with_its_place_and_sent_nowhere(
    desk: Desk, text: str, message: str
) -> None:
    said = desk.save("services/parcels/model.py", text)

    assert said == [f"parcels: {message}; the code before goes on serving"]
    assert desk.served.put_so_far == []


def test_a_file_that_is_not_utf8_is_told(desk: Desk) -> None:
    (desk.root / "services/parcels/model.py").write_bytes(b"x = '\xff'\n")

    assert desk.look()[0].startswith(
        "parcels: services/parcels/model.py: 'utf-8' codec can't decode"
    )


def test_a_mended_error_is_told_once(desk: Desk) -> None:
    desk.save("services/parcels/model.py", "x = (\n")

    said = desk.save("services/parcels/model.py", "x = 1\n")

    assert said == ["parcels: is whole again, and is what was served all along"]
    assert desk.look() == []


def test_code_that_does_not_start_is_told_with_the_line_that_fails(desk: Desk) -> None:
    desk.served.failure = NotReloadedError(
        {
            "errorType": "ZeroDivisionError",
            "errorMessage": "division by {zero}",
            "stackTrace": [
                '  File "/x/services/parcels/model.py", line 1, in <module>\n    1 / 0\n'
            ],
        }
    )

    said = desk.save("services/parcels/model.py", "1 / 0\n")

    assert said == [
        "parcels: services/parcels/model.py, line 1: ZeroDivisionError: division by {zero}; "
        "the code before goes on serving"
    ]


def test_what_could_not_be_sent_is_sent_with_the_next_change(desk: Desk) -> None:
    desk.served.failure = UnreachableError("the embedded AWS does not answer; `make up`")
    said = desk.save("services/parcels/model.py", "x = 2\n")
    desk.served.failure = None

    again = desk.save("services/labels/main.py", "x = 2\n")

    assert said == ["parcels: not reloaded: the embedded AWS does not answer; `make up`"]
    assert "parcels: model.py changed; new code serves after 0.0 s" in again


def test_going_back_to_what_is_deployed_is_told_so(desk: Desk) -> None:
    desk.served.reloads = False

    said = desk.save("services/parcels/model.py", "x = 2\n")

    assert said == ["parcels: model.py changed; the deployed code serves after 0.0 s"]


def test_a_watcher_that_knows_nothing_sends_the_whole_tree(desk: Desk) -> None:
    desk.watcher = Watcher(desk.root, desk.served, desk.said.append)

    assert desk.look() == ["authorizer, labels, parcels: the working tree is served"]


def test_drift_that_only_a_deployment_brings_is_told_until_it_changes(desk: Desk) -> None:
    desk.served.told_drift = "its contract changed: `make contracts && make deploy-parcels`"
    line = f"parcels: {desk.served.told_drift}"

    desk.save("services/parcels/model.py", "x = 2\n")
    assert desk.says(line)

    said: list[Any] = desk.save("services/parcels/model.py", "x = 3\n")
    assert line not in said
