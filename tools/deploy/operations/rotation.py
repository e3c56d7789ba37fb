"""Rotates a consumer's client secret while the old one still works.

The new secret is stored as AWSPENDING before Cognito gets it, so that an interruption loses
nothing: every step checks the present state, and running the command again resumes.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tools.command import CommandError

SECRET_BYTES = 26
"""52 characters, as many as Cognito's own."""
REPLACES = "replaces_secret_id"
"""Where a kept secret says which of Cognito's it was made to replace."""


@dataclass(frozen=True)
class Issued:
    """A secret in Cognito, which never shows its value again."""

    id: str
    created: datetime


@dataclass(frozen=True)
class Version:
    """A version of the secret in Secrets Manager, under one label."""

    id: str
    content: Mapping[str, str]

    @property
    def replaces(self) -> str | None:
        """The secret that this one replaces; None for the client's first."""
        return self.content.get(REPLACES)


class Kept(Protocol):
    """The consumer's secret in Secrets Manager."""

    def current(self) -> Version:
        """The version that consumers read."""

    def pending(self) -> Version | None:
        """The version with AWSPENDING."""

    def prepare(self, content: Mapping[str, str]) -> Version:
        """Store a version with AWSPENDING."""

    def promote(self, pending: Version, current: Version) -> None:
        """Make the pending version current, and the current one previous."""


class Client(Protocol):
    """The consumer's app client in Cognito."""

    def secrets(self) -> Sequence[Issued]:
        """One or two secrets, the older first."""

    def add(self, value: str) -> None:
        """Add a secret."""

    def delete(self, secret_id: str) -> None:
        """Delete a secret."""


@dataclass(frozen=True)
class Rotation:
    """A consumer's secrets; `works` tries one at the token endpoint."""

    consumer: str
    stored: Kept
    client: Client
    works: Callable[[Mapping[str, str]], bool]

    def begin(self) -> None:
        """Add a second secret and make it current; the first still works."""
        current, issued = self.stored.current(), self.client.secrets()
        if self._overlaps(current, issued):
            raise CommandError(
                f"{self.consumer} has two secrets already, and both work. When everybody uses the "
                f"new one, end the old one: `make rotate-secret CONSUMER={self.consumer} FINISH=1`"
            )
        pending = self._pending(current, issued)
        if len(issued) == 1:
            self.client.add(pending.content["client_secret"])
        self._check_works(pending)
        self.stored.promote(pending, current)

    def finish(self) -> bool:
        """Delete the replaced secret; False when there is only one."""
        current, issued = self.stored.current(), self.client.secrets()
        if len(issued) == 1:
            return False
        if not self._overlaps(current, issued):
            raise CommandError(self._unknown_second(issued))
        self._check_works(current)
        self.client.delete(current.content[REPLACES])
        return True

    def lines(self) -> list[str]:
        """A line for each secret with its use."""
        current, issued = self.stored.current(), self.client.secrets()
        overlaps = self._overlaps(current, issued)
        return [
            f"{self.consumer}: secret of {each.created:%Y-%m-%d %H:%M} UTC, "
            + _role(each, current, overlaps=overlaps, alone=len(issued) == 1)
            for each in issued
        ]

    def _pending(self, current: Version, issued: Sequence[Issued]) -> Version:
        """The version that an interrupted run left, or a new one."""
        left = self.stored.pending()
        if left and left.replaces in {each.id for each in issued}:
            return left
        if len(issued) > 1:
            raise CommandError(self._unknown_second(issued))
        value = secrets.token_hex(SECRET_BYTES)
        return self.stored.prepare(
            {**current.content, "client_secret": value, REPLACES: issued[0].id}
        )

    def _overlaps(self, current: Version, issued: Sequence[Issued]) -> bool:
        return len(issued) > 1 and current.replaces in {each.id for each in issued}

    def _check_works(self, version: Version) -> None:
        if not self.works(version.content):
            raise CommandError(
                f"the token endpoint does not accept the new secret of {self.consumer}; nothing "
                "was taken away, and consumers read the one before. Run the command again; if "
                f"that does not help, {self._unknown_second(self.client.secrets())}"
            )

    def _unknown_second(self, issued: Sequence[Issued]) -> str:
        ids = " and ".join(f"{each.id} of {each.created:%Y-%m-%d}" for each in issued)
        return (
            f"{self.consumer} has two secrets, {ids}, and Secrets Manager does not say that one "
            "replaces the other: `make rotate-secret` without FINISH goes on with a rotation that "
            "was interrupted; a secret that was added by hand must be deleted by hand (aws "
            "cognito-idp delete-user-pool-client-secret)"
        )


def _role(secret: Issued, current: Version, *, overlaps: bool, alone: bool) -> str:
    if alone:
        return "the only one"
    if not overlaps:
        return "works; Secrets Manager does not know it as old or new"
    return "old, works until FINISH=1" if secret.id == current.replaces else "new, in use"
