"""Lifecycle rules as they were given, of which moto forgets parts.

S3 API reference, LifecycleRule: sizes of objects, and the number of newer versions that stay.
Terraform waits until it reads what it has written.
"""

from typing import Any
from xml.sax.saxutils import escape  # nosec B406 # it writes XML and reads none

from moto.moto_api._internal import mock_random
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response

NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


def install() -> None:
    """Patch moto; safe to call more than once."""
    bucket: Any = FakeBucket
    if getattr(bucket, "keeps_lifecycles", False):
        return
    bucket.keeps_lifecycles = True
    put, get = bucket.set_lifecycle, S3Response.get_bucket_lifecycle

    def set_lifecycle(self: Any, rules: list[dict[str, Any]]) -> None:
        put(self, rules)
        self.lifecycle_rules = [{"ID": str(mock_random.uuid4()), **each} for each in rules]

    def get_bucket_lifecycle(self: Any) -> Any:
        answer = get(self)
        rules = vars(self.backend.get_bucket(self.bucket_name)).get("lifecycle_rules")
        if not rules:  # of a snapshot from before
            return answer
        begin = f'<LifecycleConfiguration xmlns="{NAMESPACE}">'
        body = f"{begin}{_xml('Rule', rules)}</LifecycleConfiguration>"
        status, headers, _ = answer
        return status, headers, body

    bucket.set_lifecycle = set_lifecycle
    S3Response.get_bucket_lifecycle = get_bucket_lifecycle


def _xml(name: str, value: Any) -> str:
    """An element, or one for each value of a list."""
    if isinstance(value, list):
        return "".join(_xml(name, each) for each in value)
    parts = value.items() if isinstance(value, dict) else ()
    inside = "".join(_xml(*part) for part in parts) if parts else escape(str(value or ""))
    return f"<{name}>{inside}</{name}>"
