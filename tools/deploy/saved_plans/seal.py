"""A sealed file: a label that everybody may read, and a content that the key alone opens.

A plan has secrets in it, so no plain one leaves the machine that made it. AES-256-GCM also binds
the label: a file whose label or content was altered does not open.
"""

import base64
import binascii
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tools.command import CommandError

KEY = "PLANS_KEY"
KEY_BYTES, NONCE_BYTES = 32, 12
END = b"\n"


class BrokenSealError(CommandError):
    """The file was altered, or sealed with another key."""


def key() -> bytes:
    """The key of the pipeline's secret; CommandError when there is none."""
    text = os.environ.get(KEY, "")
    try:
        content = base64.b64decode(text, validate=True)
    except binascii.Error:
        content = b""
    if len(content) != KEY_BYTES:
        raise CommandError(
            f"{KEY} is {'no key' if text else 'not set'}: saved plans are encrypted with it; make "
            "one with `openssl rand -base64 32` and keep it as a secret of the pipeline"
        )
    return content


def write(path: Path, label: bytes, content: bytes) -> None:
    """Seal a content under its label; only the owner may read the file."""
    nonce = os.urandom(NONCE_BYTES)
    sealed = label + END + nonce + AESGCM(key()).encrypt(nonce, content, label)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_bytes(sealed)
    part.replace(path)


def read(path: Path) -> tuple[bytes, bytes]:
    """(the label, the content); BrokenSealError when it does not open."""
    label, _, rest = path.read_bytes().partition(END)
    try:
        return label, AESGCM(key()).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], label)
    except (InvalidTag, ValueError) as error:
        raise BrokenSealError(
            f"{path} does not open: it was altered, or sealed with another {KEY}"
        ) from error
