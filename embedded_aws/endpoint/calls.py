"""The calls that each caller has made: `GET /_local/calls`, for tests."""

import re
import threading
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from moto.iam.models import iam_backends
from moto.sts.models import sts_backends

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.endpoint.actions import action_of
from embedded_aws.endpoint.permissions import Permission, needed
from embedded_aws.endpoint.resources import permissions_of

PATH = "/_local/calls"
_KEY = re.compile(r"Credential=([^/]+)/")


class Calls:
    """Records each permission that a caller needed, once."""

    def __init__(self) -> None:
        self._needed: dict[str, set[Permission]] = defaultdict(set)
        self._lock = threading.Lock()

    def note(self, environ: Mapping[str, Any]) -> None:
        """Record the permissions of a request."""
        key = _KEY.search(environ.get("HTTP_AUTHORIZATION", ""))
        if not key:
            return
        role = _role(key[1])
        permissions = needed(environ) if role else permissions_of(environ, action_of(environ))
        with self._lock:
            self._needed[role or key[1]] |= set(permissions)

    def permissions(self) -> dict[str, list[Permission]]:
        """(action, resource) by the role's name, or by the access key of another caller."""
        with self._lock:
            return {caller: sorted(permissions) for caller, permissions in self._needed.items()}


@lru_cache(maxsize=1024)
def _role(access_key: str) -> str | None:
    """The role of a session's key; the gateway signs with the name of an integration's role."""
    sessions: Any = sts_backends[ACCOUNT_ID]["aws"].assumed_roles
    for session in list(sessions):
        if session.access_key_id == access_key:
            return str(session.role_arn.rsplit("/", 1)[-1])
    roles: Any = iam_backends[ACCOUNT_ID]["aws"].roles
    return access_key if access_key in {each.name for each in list(roles.values())} else None
