"""Structured logs: one JSON object a line, without tokens and personal data."""

import json
import logging
import os
import re
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter

from shared.personal import HIDDEN

__all__ = ["Logger", "RedactingFormatter", "make_logger", "redacted"]
REDACTED = HIDDEN
SECRET_FIELDS = frozenset({
    "authorization", "authorizationtoken", "token", "access_token", "refresh_token", "id_token",
    "client_secret", "password", "secret", "api_key", "x-api-key", "cookie",
})  # fmt: skip
PERSONAL_FIELDS = frozenset({
    "email", "name", "given_name", "family_name", "phone", "phone_number", "address", "street",
    "birthdate",
})  # fmt: skip
HIDDEN_FIELDS = SECRET_FIELDS | PERSONAL_FIELDS
_LINE = json.JSONEncoder(default=str, separators=(",", ":"), ensure_ascii=False)
_TOKEN = re.compile(r"(?:Bearer\s+)?eyJ[\w-]+\.[\w-]+\.[\w-]*")


def redacted(value: Any, name: str = "") -> Any:
    """The value without secrets: fields that hold them by name, and tokens anywhere."""
    if name.lower() in HIDDEN_FIELDS:
        return REDACTED
    if isinstance(value, str):
        # Every token has these three letters; looking for them costs a tenth of the pattern.
        return _TOKEN.sub(REDACTED, value) if "eyJ" in value else value
    if isinstance(value, dict):
        return {key: redacted(item, str(key)) for key, item in value.items()}
    return [redacted(item) for item in value] if isinstance(value, list | tuple) else value


class RedactingFormatter(LambdaPowertoolsFormatter):
    """Powertools' JSON formatter, with redaction."""

    def serialize(self, log: Any) -> str:
        """One redacted line."""
        return super().serialize({key: redacted(value, key) for key, value in log.items()})


def make_logger(service: str, level: str) -> Logger:
    """The logger of a service; `append_keys` adds fields for one request."""
    # Lambda lets lines of every level through, so that ours can change while it runs. It tells so
    # here: Powertools would log at that level whatever else is set, and the SDK all that it sends.
    os.environ.pop("AWS_LAMBDA_LOG_LEVEL", None)
    logging.getLogger().setLevel(logging.WARNING)
    # Lambda reads a line's level only where its timestamp is one of RFC 3339. A message is text:
    # Powertools would try to read each as JSON, and make a new encoder for each line, too.
    formatter = RedactingFormatter(
        json_serializer=_LINE.encode, json_deserializer=str, use_rfc3339=True, utc=True
    )
    return Logger(service=service, level=level, logger_formatter=formatter)
