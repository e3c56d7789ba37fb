"""Comments that excuse a finding, found by the address of the planned resource.

Checkov's own enrichment of plans goes by type and name alone, so that a comment in one module
excuses every module's `aws_iam_role.this`. The plan says which folder a module comes from.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.review.scan.model import Skip

COMMENT = re.compile(r"#\s*checkov:skip=(?P<check>\w+)(?::\s*(?P<reason>.*\S))?")
BLOCK = re.compile(r'(?:resource|data) "(?P<type>\w+)" "(?P<name>\w+)" \{$')
INDEX = re.compile(r"\[(?:\"[^\"]*\"|[^\]]*)\]")


def of_address(root: Path, plan: Mapping[str, Any], address: str) -> list[Skip]:
    """The comments inside the block that the planned resource comes from."""
    *modules, kind, name = INDEX.sub("", address).split(".")
    folder, configuration = root, plan["configuration"]["root_module"]
    for call in modules[1::2]:
        module = configuration["module_calls"][call]
        folder, configuration = (folder / module["source"]).resolve(), module["module"]
    return [skip for (block, skip) in in_folder(folder) if block == f"{kind}.{name}"]


def in_folder(folder: Path) -> Iterator[tuple[str, Skip]]:
    """Every skip comment in a folder's *.tf, with the block around it; "" outside of any."""
    for path in sorted(folder.glob("*.tf")):
        block = ""
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if begins := BLOCK.match(line):
                block = f"{begins['type']}.{begins['name']}"
            elif line == "}":
                block = ""
            if match := COMMENT.search(line):
                yield block, Skip(path, number, match["check"], match["reason"] or "")
