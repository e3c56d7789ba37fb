"""The targets of one module under Atheris, each in a fork of a process that has read their code."""

import base64
import importlib
import json
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import atheris

from tests.fuzz.corpora import corpus
from tests.fuzz.target import Crash, Target, crash_of

FOLLOWED = ["shared", "services", "embedded_aws", "tools"]


def main(module: str, home: Path, names: Sequence[str], options: Sequence[str]) -> None:
    """Fuzz the named targets one after the other."""
    logging.disable(logging.CRITICAL)
    with atheris.instrument_imports(include=FOLLOWED):
        targets: Sequence[Target] = importlib.import_module(module).TARGETS
    for target in targets:
        if target.name in names:
            child = os.fork()
            if not child:
                _fuzz(target, home / target.name, options)
            os.waitpid(child, 0)


def _fuzz(target: Target, folder: Path, options: Sequence[str]) -> None:
    """Fuzz until libFuzzer ends the process; each kind of crash is written as it is met."""
    log = os.open(folder / "fuzzer.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(log, stream)
    begun = folder / "corpus"
    for number, data in enumerate(corpus(target)):
        (begun / f"kept-{number}").write_bytes(data)
    crashes: dict[tuple[str, str], tuple[Crash, str]] = {}

    def read(data: bytes) -> None:
        crash = crash_of(target, data)
        if crash and (crash.kind, crash.place) not in crashes:
            text = base64.b64encode(data).decode()
            crashes[crash.kind, crash.place] = crash, text
            listed = [vars(each) | {"input": text} for each, text in crashes.values()]
            (folder / "crashes.json").write_text(json.dumps(listed, indent=1), encoding="utf-8")

    arguments = [sys.argv[0], *options, f"-artifact_prefix={folder}/", str(begun)]
    atheris.Setup(arguments, read)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3].split(","), sys.argv[4:])
