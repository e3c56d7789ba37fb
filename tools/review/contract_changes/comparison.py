"""Compares all contracts of two states of the repository."""

from collections.abc import Iterator

from tools.review.contract_changes.base import State
from tools.review.contract_changes.change import Change, breaking, compatible
from tools.review.contract_changes.levels import OWNER, level_changes
from tools.review.contract_changes.routes import route_changes
from tools.review.contract_changes.version import Version


def all_changes(old: State, new: State) -> dict[str, list[Change]]:
    """Changes by service; those of the service levels are under `service-levels`."""
    services = sorted({*old.contracts, *new.contracts})
    by_service = {
        service: list(contract_changes(old.version(service), new.version(service)))
        for service in services
    } | {OWNER: list(level_changes(old.levels, new.levels))}
    return {name: changes for name, changes in by_service.items() if changes}


def contract_changes(old: Version, new: Version) -> Iterator[Change]:
    """Changes between two versions of one service's contract."""
    before, after = old.routes(), new.routes()
    for (path, verb), operation in before.items():
        route = f"{verb.upper()} {path}"
        if (path, verb) in after:
            yield from route_changes(route, operation, after[path, verb], old, new)
        else:
            yield breaking(
                route,
                "removed",
                "consumers that call it are refused",
                "Keep it; mark it deprecated until nobody calls it",
            )
    for path, verb in [key for key in after if key not in before]:
        yield compatible(f"{verb.upper()} {path}", "new", "nobody calls it yet")
