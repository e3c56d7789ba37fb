"""Patch operations of a custom domain (API reference, UpdateDomainName)."""

from embedded_aws.gateway.control_plane.protocol.patch_paths import (
    text,
)
from embedded_aws.gateway.control_plane.protocol.patches import (
    EACH,
    Change,
    Patches,
    Path,
)

MUTUAL_TLS = "mutualTlsAuthentication"
TEXTS = (
    "certificateName",
    "certificateArn",
    "regionalCertificateName",
    "regionalCertificateArn",
    "securityPolicy",
    "ownershipVerificationCertificateArn",
    "policy",
    "routingMode",
    "endpointAccessMode",
)


def _trust_store(name: str) -> Path:
    """A setting of the trust store; without a place there is no mutual TLS."""

    def apply(change: Change) -> None:
        store = {**change.target.pop(MUTUAL_TLS, {}), name: change.text}
        if store.get("truststoreUri"):
            change.target[MUTUAL_TLS] = {key: value for key, value in store.items() if value}

    return Path(f"/{MUTUAL_TLS}/{name}", EACH, apply)


def _endpoint_type(change: Change) -> None:
    change.target["endpointConfiguration"]["types"] = [change.value]


def _address_type(change: Change) -> None:
    change.target["endpointConfiguration"]["ipAddressType"] = change.value


PATCHES = Patches(
    (
        *(text(name, ops=EACH) for name in TEXTS),
        _trust_store("truststoreUri"),
        _trust_store("truststoreVersion"),
        Path("/endpointConfiguration/types/{index}", EACH, _endpoint_type),
        Path("/endpointConfiguration/ipAddressType", EACH, _address_type),
    )
)
