"""Tokens of people: as long as their client says, with the attributes that it may read.

Cognito developer guide, "Understanding the identity (ID) token" and "Managing user pool token
expiration and caching"; API reference, UserPoolClientType.
"""

import time
from collections.abc import Mapping
from typing import Any

from moto.cognitoidp.exceptions import NotAuthorizedError
from moto.cognitoidp.models import CognitoIdpUserPool

UNITS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
HOUR_SECONDS = 3600
KINDS = {"access": "AccessToken", "id": "IdToken"}
REFRESH_DAYS = 30
VERIFIED = {"email_verified", "phone_number_verified"}
"""Attributes that are true or false in a token."""


def install() -> None:
    """Patch the tokens of a user pool; safe to call more than once."""
    pool: Any = CognitoIdpUserPool
    if getattr(pool, "heeds_clients", False):
        return
    pool.heeds_clients = True
    sign, refresh, renew = (
        pool.create_jwt,
        pool.create_refresh_token,
        pool.create_tokens_from_refresh_token,
    )

    def create_jwt(  # noqa: PLR0913, PLR0917 - moto's
        self: Any,
        client_id: str,
        username: str,
        token_use: str,
        expires_in: int = HOUR_SECONDS,
        extra_data: dict[str, Any] | None = None,
    ) -> tuple[str, int]:
        settings = _settings(self, client_id)
        seconds = seconds_of(settings, KINDS[token_use], expires_in)
        claims = dict(extra_data or {})
        if token_use == "id":  # noqa: S105 - a kind of token
            claims |= _claims(self._get_user(username).attributes, settings)
        signed: tuple[str, int] = sign(self, client_id, username, token_use, seconds, claims)
        return signed

    def create_refresh_token(self: Any, client_id: str, username: str) -> tuple[str, str]:
        issued: tuple[str, str] = refresh(self, client_id, username)
        seconds = seconds_of(
            _settings(self, client_id), "RefreshToken", REFRESH_DAYS * UNITS["days"], unit="days"
        )
        _ends(self)[issued[0]] = time.time() + seconds
        return issued

    def create_tokens_from_refresh_token(self: Any, refresh_token: str) -> Any:
        if self.refresh_tokens.get(refresh_token) is None:
            raise NotAuthorizedError("Invalid Refresh Token")
        if time.time() > _ends(self).get(refresh_token, float("inf")):
            raise NotAuthorizedError("Refresh Token has expired")
        return renew(self, refresh_token)

    pool.create_jwt = create_jwt
    pool.create_refresh_token = create_refresh_token
    pool.create_tokens_from_refresh_token = create_tokens_from_refresh_token


def seconds_of(
    settings: Mapping[str, Any], kind: str, otherwise: int, *, unit: str = "hours"
) -> int:
    """The lifetime of a kind of token, by the client's settings."""
    validity = settings.get(f"{kind}Validity")
    if not validity:
        return otherwise
    units: Mapping[str, str] = settings.get("TokenValidityUnits") or {}
    return int(validity) * UNITS[units.get(kind, unit)]


def _settings(pool: Any, client_id: str) -> Mapping[str, Any]:
    client = pool.clients.get(client_id)
    settings: Mapping[str, Any] = client.extended_config if client else {}
    return settings


def _claims(attributes: list[dict[str, str]], settings: Mapping[str, Any]) -> dict[str, Any]:
    """The user's attributes that the client may read: all of them, unless it names some."""
    readable = settings.get("ReadAttributes") or [each["Name"] for each in attributes]
    return {
        each["Name"]: each["Value"].lower() == "true" if each["Name"] in VERIFIED else each["Value"]
        for each in attributes
        if each["Name"] in readable and each["Name"] != "sub"
    }


def _ends(pool: Any) -> dict[str, float]:
    """The end of each refresh token, stored where the snapshot has it."""
    ends: dict[str, float] = vars(pool).setdefault("refresh_token_ends", {})
    return ends
