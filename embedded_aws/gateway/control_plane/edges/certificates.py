"""The certificate of a custom domain: of the domain's kind, region and account, and in ACM."""

from moto.backends import get_backend

from embedded_aws.gateway.control_plane.protocol.calls import Call, Json
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError

EDGE, REGIONAL = "certificateArn", "regionalCertificateArn"
KINDS = {"EDGE": EDGE, "REGIONAL": REGIONAL, "PRIVATE": EDGE}
EDGE_REGION = "us-east-1"
"""CloudFront serves edge-optimized domains, with the certificates of this region alone."""
PARTS = 6
"""`arn:aws:acm:<region>:<account>:certificate/<id>`."""


def check(call: Call, domain: Json) -> None:
    """Refuse a new domain without a certificate, and one with a certificate of another kind."""
    [kind] = domain["endpointConfiguration"]["types"]
    member = KINDS[kind]
    for other in {"EDGE", "REGIONAL"} - {kind}:
        if KINDS[other] != member and domain.get(KINDS[other]):
            raise BadRequestError(f"Cannot import certificates for {other} while {kind} is active.")
    if not (domain.get(member) or call.get("certificateBody")):
        raise BadRequestError(f"A certificate was not provided for the endpoint type {kind}.")
    check_change(call, {}, domain)


def check_change(call: Call, before: Json, domain: Json) -> None:
    """Refuse a certificate that the domain did not have before, and cannot have."""
    kinds = domain["endpointConfiguration"]["types"]
    for member in (EDGE, REGIONAL):
        arn = domain.get(member)
        if arn and arn != before.get(member):
            edge = member == EDGE and "PRIVATE" not in kinds
            _check_arn(call, arn, EDGE_REGION if edge else call.region)


def _check_arn(call: Call, arn: str, region: str) -> None:
    parts = arn.split(":")
    if parts[:3] != ["arn", "aws", "acm"] or len(parts) != PARTS:
        raise BadRequestError(f"Invalid certificate ARN: {arn}.")
    if parts[3] != region:
        raise BadRequestError(f"Invalid certificate ARN: {arn}. Certificate must be in '{region}'.")
    # ACM is loaded with the first domain, not with the server.
    certificates = get_backend("acm")[call.account_id][region]._certificates  # noqa: SLF001
    if arn not in certificates:
        raise BadRequestError(
            "The certificate provided must be owned by the account creating the domain."
        )
