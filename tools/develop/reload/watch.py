"""Serves each saved change, and prints one line about it."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from tools.build.packages.code import BrokenModuleError, UnknownServiceError
from tools.develop.reload.failures import sentence_of
from tools.develop.reload.served import NotReloadedError, UnreachableError
from tools.develop.reload.sources import Sources, sources_of
from tools.develop.reload.tree import State, changes, state_of

PARALLEL = 2
STAYS = "the code before goes on serving"


class Served(Protocol):
    """The running services."""

    def services(self) -> Sequence[str]:
        """All services of the working tree."""

    def put(self, service: str, modules: Mapping[str, str]) -> bool:
        """Serve these modules; False when they equal the deployed ones.

        Raises NotReloadedError and UnreachableError.
        """

    def drift(self, service: str) -> str:
        """Changes in the working tree that only a deployment serves; empty without any."""


class Watcher:
    """Remembers the last sent modules of each service, and sends new ones."""

    def __init__(self, root: Path, served: Served, say: Callable[[str], None]) -> None:
        self._root = root
        self._served = served
        self._say = say
        self._sent: dict[str, Sources] = {}
        self._broken: set[str] = set()
        self._drift: dict[str, str] = {}
        self._known: State = state_of(root)

    def remember(self) -> None:
        """Regard the present tree as served: it is about to be deployed."""
        self._known = state_of(self._root)
        for service in self._served.services():
            try:
                self._sent[service] = sources_of(service, self._root)
            except (BrokenModuleError, UnknownServiceError, OSError):
                continue  # the deployment says so

    def watch(self) -> None:
        """Reload for ever."""
        for noticed in changes(self._root, self._known):
            self.reload(noticed)

    def reload(self, since: float) -> None:
        """Serve every changed service; prints one line about each."""
        came: dict[tuple[str, bool], list[str]] = defaultdict(list)
        services = list(self._served.services())
        with ThreadPoolExecutor(PARALLEL) as threads:
            for service, what in zip(services, threads.map(self._one, services), strict=True):
                if what:
                    came[what].append(service)
        after = f" after {time.monotonic() - since:.1f} s"
        for (line, timed), names in came.items():
            self._say(f"{', '.join(names)}: {line}{after if timed else ''}")

    def _one(self, service: str) -> tuple[str, bool] | None:
        """The line about one service, and whether it took time; None without a change."""
        try:
            sources = sources_of(service, self._root)
            before = self._sent.get(service)
            if before == sources:
                return self._mended(service)
            return self._reloaded(service, before, sources)
        except BrokenModuleError as error:
            self._broken.add(service)
            return f"{error}; {STAYS}", False
        except (UnknownServiceError, FileNotFoundError):
            return None  # in the middle of a rename: the next look sees the rest
        except UnreachableError as error:
            return f"not reloaded: {error}", False
        except OSError as error:
            return f"not reloaded: {error}; {STAYS}", False

    def _mended(self, service: str) -> tuple[str, bool] | None:
        if service not in self._broken:
            return None
        self._broken.discard(service)
        return "is whole again, and is what was served all along", False

    def _reloaded(self, service: str, before: Sources | None, sources: Sources) -> tuple[str, bool]:
        self._broken.discard(service)
        try:
            reloaded = self._served.put(service, sources.modules)
        except NotReloadedError as error:
            self._sent[service] = sources
            return f"{sentence_of(error.failure, sources.modules)}; {STAYS}", False
        self._sent[service] = sources
        threading.Thread(target=self._tell_drift, args=(service, sources), daemon=True).start()
        if before is None:
            return f"the working tree {'is served' if reloaded else 'is what is deployed'}", False
        what = "new code serves" if reloaded else "the deployed code serves"
        return f"{_short(service, before.differing(sources))} changed; {what}", True

    def _tell_drift(self, service: str, sources: Sources) -> None:
        sentence, before = self._served.drift(service), self._drift.get(service, "")
        if self._sent.get(service) is not sources or service in self._broken:
            return  # it was about code that is gone
        self._drift[service] = sentence
        if sentence and sentence != before:
            self._say(f"{service}: {sentence}")


def _short(service: str, changed: Sequence[str]) -> str:
    first = changed[0].removeprefix(f"services/{service}/")
    return first if len(changed) == 1 else f"{first} and {len(changed) - 1} more"
