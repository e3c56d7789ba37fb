"""Terraform's lock of a root's state: an object beside the state, which a killed run leaves."""

import json
import socket
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from tools.command import CommandError
from tools.deploy.terraform.root import Root
from tools.deploy.where.place import Place

REFUSED = "Error acquiring the state lock"
GONE = {"NoSuchKey", "NoSuchBucket"}


@dataclass(frozen=True)
class Lock:
    """The lock as Terraform describes it; `etag` is S3's mark of exactly this object."""

    id: str
    operation: str
    who: str
    created: str
    etag: str

    def is_of_this_machine_since(self, began: datetime) -> bool:
        """Whether a process of this machine has taken it at that moment or later."""
        return self.who.rpartition("@")[2] == socket.gethostname() and began <= self._moment

    @property
    def sentence(self) -> str:
        """The owner, the time and the operation."""
        operation = self.operation.removeprefix("OperationType").lower() or "an operation"
        who, since = self.who or "somebody", self.created or "an unknown time"
        return f"{who} since {since} for {operation} (lock {self.id})"

    @property
    def _moment(self) -> datetime:
        return datetime.fromisoformat(self.created)


class StateLock:
    """The lock of one root in one place."""

    def __init__(self, root: Root, place: Place) -> None:
        self._name = root.short_name
        self._s3 = place.client("s3")
        self._where = {"Bucket": place.state_bucket, "Key": f"{root.state_key(place)}.tflock"}

    def read(self) -> Lock | None:
        """The lock; None when nobody has it."""
        try:
            answer = self._s3.get_object(**self._where)
        except ClientError as error:
            if error.response["Error"]["Code"] in GONE:
                return None
            raise
        described = _described(answer["Body"].read())
        names = {"id": "ID", "operation": "Operation", "who": "Who", "created": "Created"}
        texts = {field: str(described.get(name, "")) for field, name in names.items()}
        return Lock(**texts, etag=answer["ETag"])

    def take_away(self, lock: Lock) -> None:
        """Delete exactly this lock; CommandError when another run has taken it by now."""
        try:
            self._s3.delete_object(**self._where, IfMatch=lock.etag)
        except ClientError as error:
            if error.response["Error"]["Code"] in GONE:
                return
            if error.response["Error"]["Code"] != "PreconditionFailed":
                raise
            raise CommandError(
                f"nothing was unlocked: another run has taken the lock of {self._name} by now"
            ) from error


def unlocking(root: Root, place: Place) -> str:
    """The command that shows the lock and takes it away."""
    command = f"make unlock-{root.short_name} ENV={place.environment.name}"
    primary = place.environment.primary
    return command if place == primary else f"{command} REGION={place.region}"


def _described(body: bytes) -> dict[str, Any]:
    """Terraform's description; empty when the object has none."""
    try:
        described = json.loads(body)
    except ValueError:
        return {}
    return described if isinstance(described, dict) else {}
