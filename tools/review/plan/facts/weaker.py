"""The ways in which a setting may get weaker."""

from collections.abc import Callable
from typing import Any

from tools.review.plan.facts.schedules import times_a_year

ON = {"true", "enabled", "active", "on", "yes", "required"}
FOREVER = float("inf")
YEAR_DAYS = 365


def is_on(value: Any) -> bool:
    """Whether a switch is on, in any of AWS's words for it."""
    if isinstance(value, bool):
        return value
    return isinstance(value, str) and value.lower() in ON


def number(value: Any) -> float | None:
    """The number, also from text."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


Weaker = Callable[[Any, Any], bool]


def switched_off(old: Any, new: Any) -> bool:
    """On before, and off or not set afterwards."""
    return is_on(old) and not is_on(new)


def switched_on(old: Any, new: Any) -> bool:
    """Off or not set before, and on afterwards."""
    return is_on(new) and not is_on(old)


def is_off(_: Any, new: Any) -> bool:
    """Off afterwards; not set is something else."""
    return new is False


def lowered(old: Any, new: Any) -> bool:
    """A smaller number than before; none at all counts as no change."""
    one, other = number(old), number(new)
    return one is not None and other is not None and other < one


def lowered_from_forever(old: Any, new: Any) -> bool:
    """A shorter time than before, where 0 or none is for ever."""
    return (number(new) or FOREVER) < (number(old) or FOREVER)


def raised(old: Any, new: Any) -> bool:
    """A larger number than before, where none or -1 is no limit."""
    return _limit(new) > _limit(old)


def _limit(value: Any) -> float:
    limit = number(value)
    return FOREVER if limit is None or limit < 0 else limit


def longer_than_a_year(old: Any, new: Any) -> bool:
    """A longer time in days than before, where 0 or none is a year."""
    return (number(new) or YEAR_DAYS) > (number(old) or YEAR_DAYS)


def removed(old: Any, new: Any) -> bool:
    """Something before, nothing afterwards."""
    return bool(old) and not new


def added(old: Any, new: Any) -> bool:
    """Nothing before, something afterwards."""
    return bool(new) and not old


def shrunk(old: Any, new: Any) -> bool:
    """An element less than before."""
    return bool(set(map(str, as_list(old))) - set(map(str, as_list(new))))


def grown(old: Any, new: Any) -> bool:
    """An element more than before."""
    return bool(set(map(str, as_list(new))) - set(map(str, as_list(old))))


def ranked(*weakest_first: str) -> Weaker:
    """A word further to the left than before; words that are not in the list do not count."""
    places = {word.lower(): place for place, word in enumerate(weakest_first)}

    def weaker(old: Any, new: Any) -> bool:
        one, other = places.get(str(old or "").lower()), places.get(str(new or "").lower())
        return one is not None and other is not None and other < one

    return weaker


def changed(old: Any, new: Any) -> bool:
    """Another value than before."""
    return bool(old) and old != new


def less_often(old: Any, new: Any) -> bool:
    """A schedule that comes round less often."""
    one, other = times_a_year(old), times_a_year(new)
    return one is not None and other is not None and other < one


def as_list(value: Any) -> list[Any]:
    """The values of a list, or the one that is none."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
