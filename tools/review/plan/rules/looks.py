"""Texts that look like secrets, or like somebody's data."""

import math
import re
from collections import Counter
from functools import cache

from tools.review.plan.rules.tables import rows

RANDOM_BITS, RANDOM_LENGTH, LONGEST_WORD = 3.6, 24, 6
ROLES = {
    "admin", "alarms", "alerts", "api", "backend", "billing", "cloud", "contact", "cost", "data",
    "dev", "devops", "engineering", "finance", "frontend", "git", "group", "hello", "help",
    "helpdesk", "info", "infra", "infrastructure", "it", "legal", "list", "mail", "monitoring",
    "noreply", "notices", "office", "oncall", "operations", "ops", "owner", "owners", "pager",
    "pages", "payments", "platform", "postmaster", "privacy", "product", "reply", "sales",
    "security", "service", "shop", "squad", "sre", "support", "team", "tech", "webmaster",
}  # fmt: skip
"""An address of a team is nobody's personal data."""
CARD = re.compile(r"(?<![\w.:/-])(?:\d[ -]?){12,18}\d(?![\w./-])")
CARD_LENGTHS, CARD_DIGITS, CARD_BEGINS = range(13, 20), 2, "3456"
REFERENCES = (
    "arn:", "/", "{{", "${", "http://", "https://", "alias/", "ssm:", "s3://",
)  # fmt: skip
SWITCHES = {
    "true", "false", "none", "null", "on", "off", "", "active", "enabled", "disabled", "required",
}  # fmt: skip
SMALL_NUMBER = re.compile(r"\d{1,3}(\.\d+)?")


def secret(value: str) -> str:
    """The kind of secret that the text has in it; empty when there is none."""
    return next((what for what, each in _patterns("secret_values") if each.search(value)), "")


def personal(value: str) -> str:
    """The kind of personal data in the text; empty when there is none."""
    for what, pattern in _patterns("personal_values"):
        if any(not _is_nobodys(what, match[0]) for match in pattern.finditer(value)):
            return what
    cards = (re.sub(r"\D", "", each) for each in CARD.findall(value))
    has_card = "arn:" not in value and any(_is_card(each) for each in cards)
    return "the number of a card" if has_card else ""


def is_called_secret(name: str) -> bool:
    """Whether a name says that its value is a secret, not where one is."""
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    says = any(each.search(name) for _, each in _patterns("secret_names"))
    return says and not any(each.search(name) for _, each in _patterns("names_about_secrets"))


def refers(value: str) -> bool:
    """Whether the text names a secret, a switch or a small number instead of being a secret."""
    return (
        value.startswith(REFERENCES)
        or value.lower() in SWITCHES
        or SMALL_NUMBER.fullmatch(value) is not None
    )


def is_random(value: str) -> bool:
    """Whether a text without spaces has as many different characters as a key."""
    plain = re.fullmatch(r"[A-Za-z0-9+/=_-]+", value)
    if len(value) < RANDOM_LENGTH or not plain or refers(value):
        return False
    kinds = all(re.search(each, value) for each in ("[a-z]", "[A-Z]", r"\d.*\d"))
    words = re.findall(r"[a-z]+|[A-Z]+", value)
    return kinds and max(map(len, words)) <= LONGEST_WORD and _bits(value) > RANDOM_BITS


def _bits(value: str) -> float:
    """The bits of information in each character."""
    shares = [count / len(value) for count in Counter(value).values()]
    return -sum(share * math.log2(share) for share in shares)


@cache
def _patterns(name: str) -> list[tuple[str, re.Pattern[str]]]:
    return [
        (row.get("looks_like", ""), re.compile(row["pattern"]))
        for row in rows("plain_values", name)
    ]


def _is_nobodys(what: str, text: str) -> bool:
    """Whether it is an address of a team, or no IBAN by its check digits."""
    if what == "an e-mail address":
        words = re.split(r"[^a-z]+", text.partition("@")[0].lower())
        return any(word in ROLES for word in words)
    return what == "an IBAN" and not _is_iban(text)


def _is_iban(text: str) -> bool:
    plain = text.replace(" ", "")
    moved = plain[4:] + plain[:4]
    return int("".join(str(int(each, 36)) for each in moved)) % 97 == 1


def _is_card(digits: str) -> bool:
    """Luhn's check."""
    looks_so = len(digits) in CARD_LENGTHS and digits[0] in CARD_BEGINS
    if not looks_so or len(set(digits)) < CARD_DIGITS:
        return False
    doubled = [int(each) * (1 + place % 2) for place, each in enumerate(reversed(digits))]
    return sum(each // 10 + each % 10 for each in doubled) % 10 == 0
