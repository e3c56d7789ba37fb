"""The entries of a package that are the service's own: its code, its levers, its botocore data."""

import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tools.build.packages.archive import Entry, deflated
from tools.build.packages.entry import ENTRY, LEVERS, Lever, entry_of, modules_of
from tools.build.packages.levers.index import INDEX
from tools.build.packages.levers.texts import TEXTS
from tools.build.packages.order import Order
from tools.build.packages.parts import BOTOCORE_DATA, LOCAL, compile_all, run
from tools.build.packages.prune import cut_data
from tools.build.packages.usage import Usage

NOT_IDLE = {"__init__", "main", ENTRY}
"""Modules that do something when they are imported, or are with others that are."""


def own_entries(
    order: Order, usage: Usage, shared: Iterable[str], scratch: Path
) -> Iterator[Entry]:
    """The entries beside those that services share, whose names the index needs."""
    code, names = scratch / "code", set(shared)
    _copy_code(order, code)
    for folder in (code, _botocore_data(order, usage, scratch)):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                names.add(name := str(path.relative_to(folder)))
                yield deflated(name, path.read_bytes())
    if Lever.INDEX in order.levers:
        yield deflated(INDEX, "".join(_indexed(names)).encode())
    if Lever.TEXTS in order.levers:
        folders = [part.files for part in order.parts(LOCAL)]
        yield deflated(TEXTS, _texts([*folders, code], scratch / TEXTS))


def _copy_code(order: Order, code: Path) -> None:
    """Our own modules, the levers' and the entry."""
    sources = {module: order.root / module for module in order.modules}
    sources |= {Path(LEVERS.name, path.name): path for path in modules_of(order.levers)}
    for module, source in sources.items():
        (code / module).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, code / module)
    entry = entry_of(order.service, order.levers)
    (code / ENTRY).with_suffix(".py").write_text(entry, encoding="utf-8")
    if Lever.BYTECODE in order.levers:
        compile_all(code)


def _botocore_data(order: Order, usage: Usage, scratch: Path) -> Path:
    """A folder with the service's cut of botocore's data; or all of it, without that lever."""
    target = scratch / "data" / BOTOCORE_DATA
    for part in order.parts(order.platform):
        data = part.files / BOTOCORE_DATA
        if data.is_dir() and Lever.BOTOCORE_DATA in order.levers:
            cut_data(data, usage.operations, target)
        elif data.is_dir():
            shutil.copytree(data, target)
    return scratch / "data"


def _indexed(names: Iterable[str]) -> Iterator[str]:
    """A line for each module, for the finder of levers/index.py."""
    yield from (f"{name.removesuffix('.py')}\n" for name in sorted(names) if name.endswith(".py"))


def _texts(folders: Sequence[Path], table: Path) -> bytes:
    """The table of levers/texts.py; only main.py and the entry do anything when imported."""
    script = [sys.executable, "-I", "-S", str(Path(__file__).with_name("texts.py"))]
    code = folders[-1]
    modules = (path.relative_to(code).with_suffix("") for path in sorted(code.rglob("*.py")))
    named = [".".join(each.parts) for each in modules if each.name not in NOT_IDLE]
    note = [*script, "note", str(table), *map(str, folders), "--", *named]
    run(note, "the code cannot be imported")
    run([*script, "compile", str(table)], "the texts do not compile")
    return table.read_bytes()
