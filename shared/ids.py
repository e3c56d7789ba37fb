"""Identifiers with a prefix for their kind, sortable by time."""

import hashlib
import os
import time
from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letters that are taken for digits."""
LENGTH = 26
TIME_SHIFTS = range(45, -1, -5)
"""Of the ten digits that hold 48 bits of milliseconds, the first one first."""
RANDOM_DIGITS = 16
_DIGIT_OF_BYTE = (ALPHABET * 8).encode()
"""The lowest five bits of a byte as a digit: each digit stands for as many bytes."""
LONGEST = 64
"""Longer than any id, shorter than any key may be: DynamoDB takes 1 KB of a sort key."""


def new_id(kind: str, clock: Callable[[], float] = time.time, ending: str = "") -> str:
    """`ord_…`: 48 bits of milliseconds, then 80 random bits (the ULID layout), or an ending."""
    moment = int(clock() * 1000)
    digits = "".join([ALPHABET[moment >> shift & 31] for shift in TIME_SHIFTS])
    return f"{kind}_{digits}{ending or _ending(os.urandom(RANDOM_DIGITS))}"


def ending_of(*texts: str) -> str:
    """The last 80 bits of an id, the same for the same texts: nobody finds others that share it."""
    # Each with its length, so that no two lists of texts read alike.
    whole = "".join(f"{len(text)}:{text}" for text in texts)
    return _ending(hashlib.sha256(whole.encode()).digest()[:RANDOM_DIGITS])


def _ending(entropy: bytes) -> str:
    return entropy.translate(_DIGIT_OF_BYTE).decode()


def may_be_id(text: str) -> bool:
    """Whether it is short enough to look up; DynamoDB refuses longer keys as invalid."""
    return len(text) <= LONGEST


def is_id(kind: str, text: str) -> bool:
    """Whether the text has the format of this kind's ids; other texts need no look-up."""
    name, _, number = text.rpartition("_")
    return name == kind and len(number) == LENGTH and set(ALPHABET).issuperset(number)
