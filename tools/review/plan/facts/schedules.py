"""How often a schedule of AWS comes round."""

import re

RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
CRON = re.compile(r"cron\((\S+) (\S+) (\S+) (\S+) (\S+)(?: \S+)?\)")
MINUTES = {"minute": 1, "hour": 60, "day": 1440}
A_YEAR, DAYS, WEEKS = 525_600, 365, 52
FIELDS = {"minute": 60, "hour": 24, "day": 31, "month": 12, "weekday": 7}
NAMES = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")


def times_a_year(expression: object) -> float | None:
    """About how many times; None for what is no schedule that comes round."""
    text = str(expression or "")
    if rate := RATE.fullmatch(text):
        return A_YEAR / (int(rate[1]) * MINUTES[rate[2]])
    match = CRON.fullmatch(text)
    if match is None:
        return None
    minute, hour, day, month, weekday = (
        _values(part, most) for part, most in zip(match.groups(), FIELDS.values(), strict=True)
    )
    of_weekdays, of_days = weekday * WEEKS, day * FIELDS["month"]
    days = of_weekdays if weekday < FIELDS["weekday"] else min(DAYS, of_days)
    return minute * hour * days * month / FIELDS["month"]


def _values(field: str, most: int) -> float:
    """The number of values that a field of cron takes."""
    return min(most, sum(_of_part(part, most) for part in field.split(",")))


def _of_part(part: str, most: int) -> float:
    span, _, step = part.partition("/")
    first, _, last = span.partition("-")
    if span in {"*", "?"} or (step and not last):
        every: float = most
    elif last:
        every = (_number(last) - _number(first)) % most + 1
    else:
        every = 1
    return max(1, every / int(step)) if step.isdigit() else every


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    return NAMES.index(text.upper()) if text.upper() in NAMES else 0
