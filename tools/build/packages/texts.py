"""Finds the texts that a service's imports let Python compile, and compiles them ahead.

`python -I -S texts.py note <file> <folder>… -- <module>…`, then `texts.py compile <file>`: each in
a process of its own, so that what was imported for the first changes no byte of the second.
"""

import importlib
import json
import marshal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import CodeType

Noted = dict[str, list[str]]
"""Texts by mode."""


def note(file: Path, folders: Sequence[str], modules: Sequence[str]) -> None:
    """Import the modules, and write the compiled texts to the file, by mode."""
    sys.path[:0] = folders
    lever = importlib.import_module("levers.texts")
    texts_by_mode: dict[str, set[str]] = {lever.EXEC: set(), lever.EVAL: set()}

    def noted(text: str, mode: str) -> CodeType:
        texts_by_mode[mode].add(text)
        code: CodeType = lever.compiled(text, mode)
        return code

    lever.use(noted)
    for module in modules:
        importlib.import_module(module)
    texts: Noted = {mode: sorted(each) for mode, each in texts_by_mode.items()}
    file.write_text(json.dumps(texts), encoding="utf-8")


def compile_all(file: Path) -> None:
    """Replace the list of texts by their code."""
    noted: Noted = json.loads(file.read_text(encoding="utf-8"))
    table = {
        mode: {text: compile(text, "<string>", mode, dont_inherit=True) for text in texts}
        for mode, texts in noted.items()
    }
    file.write_bytes(marshal.dumps(table))


def main(job: str, file: Path, *rest: str) -> None:
    """One of the two jobs."""
    if job == "compile":
        return compile_all(file)
    border = rest.index("--")
    return note(file, rest[:border], rest[border + 1 :])


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
