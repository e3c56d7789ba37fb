"""The mutants of a module: killed, explained and left."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tools.measure.mutants.differences import Difference
from tools.measure.mutants.workspace import SURVIVED, UNTESTED, statuses

REASONS = Path(__file__).with_name("survivors.toml")


@dataclass(frozen=True)
class Survivor:
    """A mutant that no test has noticed."""

    module: str
    function: str
    change: str
    tested: bool

    @property
    def reason(self) -> str:
        """Why no test can or need notice it, if somebody has looked."""
        return _reasons().get((self.module, self.function, self.change), "")

    def __str__(self) -> str:
        """The mutant, as a reader finds it and as `survivors.toml` names it."""
        mark = "" if self.tested else " (no test comes here)"
        return f"{self.module} {self.function}{mark}\n{self.change}"


@dataclass
class Score:
    """The mutants of one module, or of several."""

    name: str
    killed: int = 0
    worded: int = 0
    """Survivors that spell a sentence differently: no program reads it, and tests need not."""
    survivors: list[Survivor] = field(default_factory=list)

    @property
    def explained(self) -> int:
        """The survivors with a reason."""
        return sum(bool(each.reason) for each in self.survivors)

    @property
    def mutants(self) -> int:
        """All that were made, without those of wording."""
        return self.killed + len(self.survivors)

    @property
    def percent(self) -> float:
        """The share of mutants that a test kills; the explained ones survive too."""
        return 100 * self.killed / self.mutants if self.mutants else 100.0

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.name,
            self.killed + other.killed,
            self.worded + other.worded,
            self.survivors + other.survivors,
        )


def score_of(mutated: Path, module: str) -> Score:
    """The score of a module that mutmut has tried; a time-out counts as killed."""
    score = Score(module)
    for mutant, status in statuses(mutated, module).items():
        if status not in {SURVIVED, *UNTESTED}:
            score.killed += 1
            continue
        difference = Difference(mutated / module, mutant)
        if difference.wording:
            score.worded += 1
            continue
        survivor = Survivor(module, difference.function, difference.text, status == SURVIVED)
        score.survivors.append(survivor)
    return score


@cache
def _reasons() -> dict[tuple[str, str, str], str]:
    """The reasons in `survivors.toml`, by change and function."""
    if not REASONS.exists():
        return {}
    listed = tomllib.loads(REASONS.read_text(encoding="utf-8"))["survivor"]
    return {
        (each["module"], each["function"], each["change"].strip()): each["reason"]
        for each in listed
    }
