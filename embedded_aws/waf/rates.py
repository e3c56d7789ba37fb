"""Counts of recent requests: a sliding window per address, dropped when it is empty.

AWS WAF developer guide, "Rate-based rule high-level settings" and "Rate-based rule caveats".
"""

from collections import OrderedDict, deque
from collections.abc import Hashable

SLOTS = 60
"""Steps in which a window slides: a second of a minute, ten seconds of ten minutes."""
KEPT = 100_000
"""Addresses known at once; beyond, those are forgotten that were silent longest."""


class _Window:
    """Request counts by time slot."""

    def __init__(self) -> None:
        self.slots: deque[list[int]] = deque()
        self.total = 0

    def forget(self, until: int) -> None:
        """Drop slots up to this one."""
        while self.slots and self.slots[0][0] <= until:
            self.total -= self.slots.popleft()[1]

    def count(self, slot: int) -> int:
        """Count one request; returns the sum with it."""
        if not self.slots or self.slots[-1][0] < slot:
            self.slots.append([slot, 0])
        self.slots[-1][1] += 1
        self.total += 1
        return self.total


class Rates:
    """Counts requests by key, and compares them with the limit.

    AWS estimates rates and reacts within half a minute; here the count is exact and immediate.
    """

    def __init__(self, window_seconds: float, limit: int) -> None:
        self._slot_seconds = window_seconds / SLOTS
        self._limit = limit
        self._windows: OrderedDict[Hashable, _Window] = OrderedDict()

    def __len__(self) -> int:
        """The number of known keys."""
        return len(self._windows)

    def exceeded(self, key: Hashable, now: float) -> bool:
        """Count a request; returns whether the window now has more than the limit."""
        slot = int(now / self._slot_seconds)
        self._forget(slot - SLOTS)
        window = self._windows.setdefault(key, _Window())
        self._windows.move_to_end(key)
        window.forget(slot - SLOTS)
        return window.count(slot) > self._limit

    def _forget(self, until: int) -> None:
        """Drop keys without a request in a whole window, and the oldest ones beyond the bound."""
        while self._windows:
            window = next(iter(self._windows.values()))
            if len(self._windows) < KEPT and window.slots[-1][0] > until:
                return
            self._windows.popitem(last=False)
