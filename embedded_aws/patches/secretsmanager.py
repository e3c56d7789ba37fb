"""Staging labels of secrets as in Secrets Manager (user guide, "Secret versions").

moto drops other labels of a version that loses AWSCURRENT, and reads the version that was written
last, not the one with AWSCURRENT.
"""

from typing import Any

from moto.secretsmanager.exceptions import InvalidRequestException, SecretNotFoundException
from moto.secretsmanager.models import FakeSecret, SecretsManagerBackend

CURRENT, PREVIOUS = "AWSCURRENT", "AWSPREVIOUS"
SCHEDULED = (
    "You can't create this secret because a secret with this name is already scheduled for "
    "deletion."
)


def install() -> None:
    """Patch PutSecretValue and UpdateSecretVersionStage."""
    update_stage = SecretsManagerBackend.update_secret_version_stage

    def update_secret_version_stage(
        self: Any, secret_id: str, version_stage: str, *moved: Any, **named: Any
    ) -> Any:
        answer = update_stage(self, secret_id, version_stage, *moved, **named)
        secret = self.secrets[secret_id]
        secret.set_default_version_id(_labelled(secret, CURRENT))
        return answer

    SecretsManagerBackend.update_secret_version_stage = update_secret_version_stage
    _patch_lookups()
    FakeSecret.reset_default_version = _reset_default_version


def _patch_lookups() -> None:
    """Tell of secrets that are not there, or are on their way out, in Secrets Manager's words."""
    backend: Any = SecretsManagerBackend
    if getattr(backend, "knows_what_is_there", False):
        return
    backend.knows_what_is_there = True
    versions, create = backend.list_secret_version_ids, backend.create_secret

    def list_secret_version_ids(self: Any, secret_id: str) -> Any:
        if not self._is_valid_identifier(secret_id):
            raise SecretNotFoundException
        return versions(self, secret_id)

    def create_secret(self: Any, name: str, *more: Any, **named: Any) -> Any:
        if name in self.secrets and self.secrets[name].is_deleted():
            raise InvalidRequestException(SCHEDULED)
        return create(self, name, *more, **named)

    backend.list_secret_version_ids = list_secret_version_ids
    backend.create_secret = create_secret


def _labelled(secret: Any, label: str) -> str | None:
    return next(
        (n for n, version in secret.versions.items() if label in version["version_stages"]), None
    )


def _reset_default_version(self: Any, secret_version: dict[str, Any], version_id: str) -> None:
    """Move labels to the new version; AWSPREVIOUS goes to the version that had AWSCURRENT."""
    before = _labelled(self, CURRENT)
    self.remove_version_stages_from_old_versions([*secret_version["version_stages"], PREVIOUS])
    if before:
        self.versions[before]["version_stages"].append(PREVIOUS)
    self.versions[version_id] = secret_version
    self.set_default_version_id(version_id)
