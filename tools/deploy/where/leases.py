"""Leases: the expiry of temporary environments."""

import json
import os
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from tools.command import CommandError

BEGINS_FROM = "ephemeral"
LIFETIME_HOURS = 72
LONGEST_HOURS = 720
FOLDER = "environments/"
HISTORY = ("Versions", "DeleteMarkers")
_NAME = re.compile(r"pr-[a-z0-9-]{1,12}")


def comes_and_goes(name: str) -> bool:
    """Whether an environment of this name is temporary."""
    return bool(_NAME.fullmatch(name))


def asked_lifetime() -> timedelta | None:
    """The lifetime in HOURS; None without one."""
    text = os.environ.get("HOURS", "")
    if not text:
        return None
    if not text.isdecimal() or int(text) > LONGEST_HOURS:
        raise CommandError(
            f"HOURS={text} is no lifetime; give whole hours, at most {LONGEST_HOURS} (30 days)"
        )
    return timedelta(hours=int(text))


def expiry(agreed: "Lease | None", now: datetime) -> str:
    """The expiry of an environment: by HOURS, else as stored, else in three days."""
    lifetime = asked_lifetime()
    if agreed and lifetime is None:
        return agreed.expires_at
    end = now + (timedelta(hours=LIFETIME_HOURS) if lifetime is None else lifetime)
    return end.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Lease:
    """The expiry of an environment, and the values file that it is based on."""

    name: str
    base: str
    expires_at: str

    def has_expired(self, now: datetime) -> bool:
        """Whether a sweep destroys it."""
        return datetime.fromisoformat(self.expires_at) <= now

    def line(self, now: datetime) -> str:
        """One line for a list."""
        left = datetime.fromisoformat(self.expires_at) - now
        hours = f"{abs(left) / timedelta(hours=1):.1f} h"
        when = f"expired {hours} ago" if self.has_expired(now) else f"stays for {hours} more"
        return f"{self.name}: {when} ({self.expires_at})"


class Leases:
    """All leases of an account and region, stored beside the states."""

    def __init__(self, s3: Any, bucket: str) -> None:
        self._s3 = s3
        self._bucket = bucket

    def of(self, name: str) -> Lease | None:
        """The environment's lease; None without one."""
        lease = self._read(f"{FOLDER}{name}.json")
        return Lease(**lease) if lease else None

    def keep(self, lease: Lease) -> None:
        """Store a lease."""
        self._s3.put_object(
            Bucket=self._bucket,
            Key=f"{FOLDER}{lease.name}.json",
            Body=json.dumps(asdict(lease)).encode(),
            ContentType="application/json",
        )

    def all(self) -> list[Lease]:
        """Every temporary environment, the next to expire first."""
        objects = (self._read(key) for key in self._keys(FOLDER))
        leases = [Lease(**each) for each in objects if each]
        return sorted(leases, key=lambda lease: lease.expires_at)

    def end(self, name: str) -> None:
        """Delete an environment's lease and states; CommandError while a state has resources."""
        states = [key for key in self._keys(f"{name}/") if key.endswith(".tfstate")]
        full = [key for key in states if (self._read(key) or {}).get("resources")]
        if full:
            raise CommandError(
                f"{name} is not gone: {', '.join(full)} still holds resources; "
                "check out the tree that has its roots, and destroy it from there"
            )
        for prefix in (f"{name}/", f"{FOLDER}{name}.json"):
            self._erase(prefix)

    def _erase(self, prefix: str) -> None:
        """All versions of what lies there: a state's history has secrets of what is gone."""
        pages = self._s3.get_paginator("list_object_versions").paginate(
            Bucket=self._bucket, Prefix=prefix
        )
        for each in (each for page in pages for kind in HISTORY for each in page.get(kind, [])):
            self._s3.delete_object(
                Bucket=self._bucket, Key=each["Key"], VersionId=each["VersionId"]
            )

    def _keys(self, prefix: str) -> list[str]:
        pages = self._s3.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=prefix
        )
        return [item["Key"] for page in pages for item in page.get("Contents", [])]

    def _read(self, key: str) -> dict[str, Any] | None:
        try:
            body = self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] in {"NoSuchKey", "NoSuchBucket"}:
                return None
            raise
        content: dict[str, Any] = json.loads(body)
        return content


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)
