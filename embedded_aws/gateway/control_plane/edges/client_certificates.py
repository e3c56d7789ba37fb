"""Client certificates (API reference, ClientCertificate): made and shown, but no backend asks."""

from datetime import UTC, datetime, timedelta

from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError, NotFoundError
from embedded_aws.gateway.control_plane.protocol.identifiers import new_id, now
from embedded_aws.gateway.control_plane.protocol.paging import page
from embedded_aws.gateway.control_plane.protocol.patch_paths import (
    text,
)
from embedded_aws.gateway.control_plane.protocol.patches import (
    Patches,
)

DAYS = 365
BITS = 2048


@served("GenerateClientCertificate", only_kept=True)
def generate_client_certificate(call: Call) -> Json:
    """A certificate of a new key, valid for a year."""
    created = now()
    certificate = {
        "clientCertificateId": new_id(),
        **call.chosen("description", "tags"),
        "pemEncodedCertificate": _pem(created),
        "createdDate": created,
        "expirationDate": created + int(timedelta(days=DAYS).total_seconds()),
    }
    call.store.client_certificates[certificate["clientCertificateId"]] = certificate
    return certificate


def _pem(created: int) -> str:
    from cryptography import x509  # noqa: PLC0415 - slow to import, and seldom needed
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415

    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "ApiGateway")])
    begin = datetime.fromtimestamp(created, UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(begin).not_valid_after(begin + timedelta(days=DAYS))
    certificate = builder.sign(key, hashes.SHA256())
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _certificate(call: Call) -> Json:
    certificate = call.store.client_certificates.get(call["clientCertificateId"])
    if certificate is None:
        raise NotFoundError("Invalid Client Certificate ID specified")
    return certificate


@served("GetClientCertificate", only_kept=True)
def get_client_certificate(call: Call) -> Json:
    """One certificate."""
    return {"tags": {}, **_certificate(call)}


@served("GetClientCertificates", only_kept=True)
def get_client_certificates(call: Call) -> Json:
    """All certificates."""
    return page(call, call.store.client_certificates.values())


@served("UpdateClientCertificate", only_kept=True)
def update_client_certificate(call: Call) -> Json:
    """Change a certificate's description."""
    certificate = _certificate(call)
    changed = PATCHES.applied(certificate, call.get("patchOperations"))
    call.store.client_certificates[certificate["clientCertificateId"]] = changed
    return {"tags": {}, **changed}


@served("DeleteClientCertificate", only_kept=True)
def delete_client_certificate(call: Call) -> None:
    """Delete a certificate that no stage uses."""
    number = _certificate(call)["clientCertificateId"]
    for api in call.store.apis.values():
        for stage in api.stages.values():
            if stage.settings.get("clientCertificateId") == number:
                raise BadRequestError(
                    f"Client certificate {number} is used by stage "
                    f"{stage.settings['stageName']} of API {api.id}"
                )
    del call.store.client_certificates[number]


PATCHES = Patches((text("description"),))
