"""Decides which findings are faults: those without a written reason, and those of severity HIGH."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tools.review.scan.model import Fault, Finding, Skip
from tools.review.scan.skips import in_folder, of_address

HIGH: dict[str, str] = json.loads(
    Path(__file__).with_name("high.json").read_text(encoding="utf-8")
)["checks"]
SHORTEST_REASON = 15
TERRAFORM = Path("terraform")
Excuses = Callable[[Finding], Sequence[Skip]]


def judged(
    planned: Mapping[str, Mapping[str, Any]], findings: Sequence[Finding]
) -> tuple[list[Fault], int]:
    """The faults of findings and comments, and how many findings are excused."""
    used: set[Skip] = set()

    def excuses(finding: Finding) -> list[Skip]:
        root = (TERRAFORM / finding.root).resolve()
        skips = of_address(root, planned[finding.root], finding.address)
        used.update(skip for skip in skips if skip.check == finding.check)
        return skips

    wrong = faults(findings, excuses)
    comments = (
        each
        for folder in sorted({path.parent.resolve() for path in TERRAFORM.rglob("*.tf")})
        for each in in_folder(folder)
    )
    return wrong + comment_faults(comments, used), len(findings) - len(wrong)


def faults(findings: Iterable[Finding], excuses: Excuses) -> list[Fault]:
    """Each failed check that no comment excuses."""
    unexcused = []
    for finding in findings:
        why = _why(finding, excuses(finding))
        if why:
            unexcused.append(Fault(f"{finding.root}: {finding.address}", finding.check, why))
    return unexcused


def _why(finding: Finding, skips: Sequence[Skip]) -> str:
    """The reason why the finding is a fault; empty when a comment excuses it."""
    if finding.check in HIGH:
        return f"{finding.name}: {HIGH[finding.check]}. It counts as HIGH: mend it, no reason helps"
    if any(skip.check == finding.check for skip in skips):
        return ""
    return (
        f"{finding.name}: mend it, or write beside the resource why not: "
        f"#checkov:skip={finding.check}:<reason>"
    )


def comment_faults(comments: Iterable[tuple[str, Skip]], used: Iterable[Skip]) -> list[Fault]:
    """Skip comments that are not needed, stand outside of a resource, or give no reason."""
    needed = set(used)
    wrong = []
    for block, skip in comments:
        if skip.check in HIGH:
            message = "counts as HIGH and cannot be skipped"
        elif not block:
            message = "stands outside of a resource; put it inside the block that it is about"
        elif len(skip.reason) < SHORTEST_REASON:
            message = f"gives no reason: #checkov:skip={skip.check}:<reason>"
        elif skip not in needed:
            message = "excuses nothing: the check passes now; take the comment away"
        else:
            continue
        file = skip.file.resolve().relative_to(Path.cwd(), walk_up=True)
        wrong.append(Fault(f"{file}:{skip.line}", skip.check, message))
    return wrong
