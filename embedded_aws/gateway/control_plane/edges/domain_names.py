"""Custom domain names (API reference, DomainName)."""

import re

from embedded_aws.gateway.control_plane.edges import certificates
from embedded_aws.gateway.control_plane.edges.domain_patches import PATCHES
from embedded_aws.gateway.control_plane.edges.hosted_zones import CLOUDFRONT, REGIONAL
from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError, NotFoundError
from embedded_aws.gateway.control_plane.protocol.identifiers import LONG, new_id, now
from embedded_aws.gateway.control_plane.protocol.paging import page

NAME = re.compile(r"(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}", re.IGNORECASE)
KEPT_MEMBERS = (
    "certificateName",
    "certificateArn",
    "regionalCertificateName",
    "regionalCertificateArn",
    "mutualTlsAuthentication",
    "ownershipVerificationCertificateArn",
    "policy",
    "routingMode",
    "endpointAccessMode",
    "tags",
)


@served("CreateDomainName")
def create_domain_name(call: Call) -> Json:
    """A domain that is served at once; a name in capitals is another one to nobody."""
    name = call["domainName"]
    if not NAME.fullmatch(name):
        raise BadRequestError("Invalid domain name specified")
    if name in call.store.domain_names:
        raise BadRequestError("The domain name you provided already exists.")
    endpoint = call.get("endpointConfiguration") or {"types": ["EDGE"]}
    if len(endpoint.get("types") or ()) != 1:
        raise BadRequestError("Cannot create a domain name with multiple Endpoint Types.")
    domain = {
        "domainName": name,
        "domainNameArn": f"arn:aws:apigateway:{call.region}::/domainnames/{name}",
        "domainNameStatus": "AVAILABLE",
        "securityPolicy": call.get("securityPolicy") or "TLS_1_2",
        "endpointConfiguration": {"ipAddressType": "ipv4", **endpoint},
        "certificateUploadDate": now(),
        **call.chosen(*KEPT_MEMBERS),
        **_addresses(call, endpoint["types"][0]),
    }
    certificates.check(call, domain)
    call.store.domain_names[name] = domain
    return domain


def _addresses(call: Call, kind: str) -> Json:
    """The name and zone that a DNS record points to."""
    if kind == "EDGE":
        name = f"d{new_id(LONG)}.cloudfront.net"
        return {"distributionDomainName": name, "distributionHostedZoneId": CLOUDFRONT}
    name = f"d-{new_id(LONG)}.execute-api.{call.region}.amazonaws.com"
    zone = REGIONAL.get(call.region, CLOUDFRONT)
    return {"regionalDomainName": name, "regionalHostedZoneId": zone}


def domain_of(call: Call) -> Json:
    """The domain that the call names."""
    domain = call.store.domain_names.get(call["domainName"])
    if domain is None:
        raise NotFoundError("Invalid domain name identifier specified")
    return domain


@served("GetDomainName")
def get_domain_name(call: Call) -> Json:
    """One domain."""
    return {"tags": {}, **domain_of(call)}


@served("GetDomainNames")
def get_domain_names(call: Call) -> Json:
    """All domains."""
    return page(call, call.store.domain_names.values())


@served("UpdateDomainName")
def update_domain_name(call: Call) -> Json:
    """Change a domain's certificate, policy or trust store."""
    domain = domain_of(call)
    changed = PATCHES.applied(domain, call.get("patchOperations"))
    certificates.check_change(call, domain, changed)
    call.store.domain_names[domain["domainName"]] = changed
    return {"tags": {}, **changed}


@served("DeleteDomainName")
def delete_domain_name(call: Call) -> None:
    """Delete a domain with its mappings."""
    name = domain_of(call)["domainName"]
    del call.store.domain_names[name]
    call.store.base_path_mappings.pop(name, None)
