"""Gives traffic to new versions, and makes their contracts live."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from shared import smoke
from tools.command import CommandError
from tools.deploy.releases.codedeploy import Move
from tools.deploy.releases.intersection import removes, shared
from tools.deploy.releases.registry import Registry


@dataclass(frozen=True)
class Applied:
    """A service whose root was applied, with its new version and contract."""

    service: str
    function_name: str
    version: str
    contract_key: str | None


def prove_start(registry: Registry, applied: Applied) -> None:
    """Invoke the new version once; CommandError when it does not start."""
    answer = registry.invoke(applied.function_name, applied.version, smoke.event())
    why = smoke.failure(answer["payload"], answer["error"])
    if why:
        raise CommandError(
            f"version {applied.version} of {applied.service} does not start: {why}\n"
            "No traffic was shifted; the version before goes on serving."
        )


Shift = Callable[[Sequence[Move]], dict[str, str]]
"""Shifts them all; why, for each service that was rolled back."""


def go_live(
    registry: Registry,
    changes: Sequence[Applied],
    shift: Shift,
    apply_gateway: Callable[[str], None],
) -> bool:
    """Shift traffic and move pointers, without an error for consumers; True if the gateway lags.

    Removed routes leave the gateway before the code that serves them; new routes come after the
    code. CommandError when a version was rolled back, whose contract is then the previous one.
    """
    before = {each.service: registry.live_contract_key(each.service) for each in changes}
    reduced = [_reduce(registry, each) for each in changes]
    if any(reduced):
        apply_gateway("without what is going away")
    failures = shift(list(_moves(registry, changes)))
    for each in changes:
        if each.service in failures:
            _give_back(registry, each, before[each.service])
        else:
            _keep(registry, each)
    behind = any(_gateway_is_behind(registry, each.service) for each in changes)
    if failures:
        if behind:
            apply_gateway("with what is live")
        raise CommandError("\n".join(failures.values()))
    return behind


def _moves(registry: Registry, changes: Sequence[Applied]) -> Iterator[Move]:
    """The aliases with another version; a first release has nothing to shift."""
    for each in changes:
        live = registry.live_version(each.function_name)
        if live and live != each.version:
            yield Move(each.service, each.function_name, live, each.version)


def _reduce(registry: Registry, applied: Applied) -> bool:
    """Point to the routes that old and new contract share, when the new one lacks some."""
    live = registry.live_contract_key(applied.service)
    if not live or not applied.contract_key or live == applied.contract_key:
        return False
    old, new = registry.contract(live), registry.contract(applied.contract_key)
    if old is None or new is None or not removes(old, new):
        return False
    registry.point(applied.service, registry.store(applied.service, shared(old, new)))
    return True


def _keep(registry: Registry, applied: Applied) -> None:
    """Record the release and make its contract live: the version has all traffic."""
    recorded = [each for each in registry.releases(applied.service) if each.is_sound]
    if applied.version not in {each.version for each in recorded}:
        registry.record(applied)
    _point(registry, applied.service, applied.contract_key)


def _give_back(registry: Registry, applied: Applied, contract_key: str | None) -> None:
    registry.record(applied, rolled_back=True)
    _point(registry, applied.service, contract_key)


def _point(registry: Registry, service: str, key: str | None) -> None:
    if key and registry.live_contract_key(service) != key:
        registry.point(service, key)


def _gateway_is_behind(registry: Registry, service: str) -> bool:
    """Whether the gateway serves another contract than the pointer names.

    A deployment whose gateway failed has already moved the pointer: the next one must see that.
    """
    return registry.live_contract_key(service) != registry.served_contract_key(service)


def release_before(registry: Registry, service: str, function_name: str) -> Applied:
    """The release before the live one; CommandError without one."""
    live = registry.live_version(function_name)
    earlier = [each for each in registry.releases(service) if each.version != live]
    sound = [each for each in earlier if each.is_sound]
    if not sound:
        raise CommandError(f"{service} has no release before version {live or 'none'}")
    last = sound[-1]
    return Applied(service, function_name, last.version, last.contract_key)


def release_live(registry: Registry, service: str, function_name: str) -> Applied:
    """The live release; without a record its contract is unknown."""
    live = registry.live_version(function_name) or ""
    keys = [each.contract_key for each in registry.releases(service) if each.version == live]
    return Applied(service, function_name, live, keys[-1] if keys else None)
