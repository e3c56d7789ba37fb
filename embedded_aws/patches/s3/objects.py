"""Encryption and checksum, which every object of S3 has unasked.

S3 user guide, "Default encryption" and "Checking object integrity".
A checksum of 64 bits takes Python a while: larger objects get the one that their client sends.
"""

import base64
from typing import Any

from moto.s3.exceptions import EntityTooSmall, S3ClientError
from moto.s3.models import FakeKey
from moto.s3.responses import S3Response

POLYNOMIAL = 0x9A6C9329AC4BC9B5
"""That of CRC-64/NVME, reflected."""
ALL = (1 << 64) - 1
LARGEST_BYTES = 1024 * 1024
FULL = "FULL_OBJECT"
_BYTE = 8


def _entry(number: int) -> int:
    for _ in range(_BYTE):
        number = number >> 1 ^ (POLYNOMIAL if number & 1 else 0)
    return number


TABLE = tuple(_entry(number) for number in range(256))


def crc64nvme(content: bytes) -> str:
    """The checksum as S3 writes it."""
    value, table = ALL, TABLE
    for byte in content:
        value = table[(value ^ byte) & 0xFF] ^ value >> _BYTE
    return base64.b64encode((value ^ ALL).to_bytes(_BYTE, "big")).decode()


def install() -> None:
    """Encrypt with S3's own keys, and add a checksum, where the client has chosen none."""
    original, begin = S3Response.put_object, FakeKey.__init__

    def put_object(self: Any) -> Any:
        status, headers, body = original(self)
        key = self.backend.get_object(self.bucket_name, self.parse_key_name())
        if key is not None:
            _add_checksum(key, headers)
        return status, headers, body

    def encrypted(self: Any, *arguments: Any, **options: Any) -> None:
        begin(self, *arguments, **options)
        self.encryption = self.encryption or "AES256"

    S3Response.put_object = put_object
    EntityTooSmall.__init__ = _too_small
    FakeKey.__init__ = encrypted


def _too_small(self: Any) -> None:
    """The error of a part that is too small, in S3's words."""
    words = "Your proposed upload is smaller than the minimum allowed size"
    S3ClientError.__init__(self, "EntityTooSmall", words)


def _add_checksum(key: Any, headers: dict[str, Any]) -> None:
    if not key.checksum_algorithm and key.size <= LARGEST_BYTES:
        key.checksum_algorithm = "CRC64NVME"
        key.checksum_value = crc64nvme(key.value)
        headers["x-amz-checksum-crc64nvme"] = key.checksum_value
    if key.checksum_algorithm:
        key.checksum_type = headers["x-amz-checksum-type"] = FULL
