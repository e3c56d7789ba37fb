"""New buckets: closed to the public, owned by their account, encrypted (S3 user guide).

"Default settings for new S3 buckets FAQ" (April 2023) and "Default encryption" (January 2023).
"""

from typing import Any

from moto.s3.models import FakeBucket, PublicAccessBlock, S3Backend

OWNERSHIP = "BucketOwnerEnforced"
ENCRYPTION = {
    "Rule": {
        "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"},
        "BucketKeyEnabled": "false",
    }
}


def install() -> None:
    """Patch moto; safe to call more than once."""
    backend: Any = S3Backend
    if getattr(backend, "closes_new_buckets", False):
        return
    backend.closes_new_buckets = True
    create, describe = FakeBucket.__init__, backend.get_bucket_encryption

    def created(self: Any, *arguments: Any, **named: Any) -> None:
        create(self, *arguments, **named)
        self.public_access_block = PublicAccessBlock("true", "true", "true", "true")
        self.ownership_rule = OWNERSHIP

    def get_bucket_encryption(self: Any, bucket_name: str) -> dict[str, Any]:
        return describe(self, bucket_name) or ENCRYPTION

    FakeBucket.__init__ = created
    backend.get_bucket_encryption = get_bucket_encryption
