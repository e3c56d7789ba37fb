"""What each role has asked of the embedded AWS: `GET /_local/calls`, which a test reads."""

import re
import threading
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from moto.iam.models import iam_backends
from moto.sts.models import sts_backends

from tools.local.aws.permissions import Permission, needed
from tools.local.config import ACCOUNT_ID

PATH = "/_local/calls"
_KEY = re.compile(r"Credential=([^/]+)/")


class Calls:
    """Remembers once each permission that a role needed; nobody else's."""

    def __init__(self) -> None:
        self._needed: dict[str, set[Permission]] = defaultdict(set)
        self._lock = threading.Lock()

    def note(self, environ: Mapping[str, Any]) -> None:
        """Remember what a request needs, if it is a role's."""
        key = _KEY.search(environ.get("HTTP_AUTHORIZATION", ""))
        role = _role(key[1]) if key else None
        if role:
            asked = needed(environ)
            with self._lock:
                self._needed[role] |= set(asked)

    def told(self) -> dict[str, list[Permission]]:
        """By the role's name: (action, resource)."""
        with self._lock:
            return {role: sorted(asked) for role, asked in self._needed.items()}


@lru_cache(maxsize=1024)
def _role(access_key: str) -> str | None:
    """The role of a session's key; the gateway signs with the name of an integration's role."""
    sessions: Any = sts_backends[ACCOUNT_ID]["aws"].assumed_roles
    for session in list(sessions):
        if session.access_key_id == access_key:
            return str(session.role_arn.rsplit("/", 1)[-1])
    roles: Any = iam_backends[ACCOUNT_ID]["aws"].roles
    return access_key if access_key in {each.name for each in list(roles.values())} else None
