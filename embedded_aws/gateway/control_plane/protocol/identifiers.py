"""Ids and times of new objects, repeatable when the journal replays a request."""

import string

from moto.moto_api._internal import mock_random

from embedded_aws.state import chance

LOWER = string.ascii_lowercase + string.digits
ANY_CASE = string.ascii_letters + string.digits
SHORT, LONG, VALUE = 6, 10, 40


def new_id(length: int = SHORT, letters: str = LOWER) -> str:
    """A new id, which begins with a letter or digit as AWS's do."""
    return "".join(mock_random.choices(letters, k=length))


def now() -> int:
    """The present time as API Gateway stores it: whole seconds."""
    return int(chance.now())
