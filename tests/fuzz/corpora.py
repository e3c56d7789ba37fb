"""The small corpus of each target, in the repository."""

import base64
import json
from pathlib import Path

from tests.fuzz.target import ROOT, Target

CORPUS = ROOT / "tests/fuzz/corpus"


def corpus(target: Target) -> list[bytes]:
    """The inputs that lead to the most places of the target, as a campaign has kept them."""
    path = _path(target)
    if not path.exists():
        return []
    return [base64.b64decode(each) for each in json.loads(path.read_text(encoding="utf-8"))]


def keep(target: Target, inputs: list[bytes]) -> None:
    """Replace the target's corpus."""
    texts = sorted(base64.b64encode(each).decode() for each in inputs)
    _path(target).write_text(json.dumps(texts, indent=0) + "\n", encoding="utf-8")


def _path(target: Target) -> Path:
    return CORPUS / f"{target.name}.json"
