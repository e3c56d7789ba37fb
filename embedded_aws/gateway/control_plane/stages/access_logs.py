"""Access-log settings of a stage (developer guide, "Variables for access logging")."""

import re
from collections.abc import Mapping

from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError
from embedded_aws.gateway.control_plane.protocol.patches import Change

SETTINGS = "accessLogSettings"
PATHS = ("/accessLogSettings/destinationArn", "/accessLogSettings/format")
USED = re.compile(r"\$!?\{?context((?:\.[A-Za-z0-9_]+)+)(\(?)")
ANY_BELOW = (
    "authorizer",
    "requestOverride.header",
    "requestOverride.path",
    "requestOverride.querystring",
    "responseOverride.header",
)
# REST APIs take the names of HTTP and WebSocket APIs too, as public samples use `routeKey`: they
# are written as `-`.
GROUPS: Mapping[str, str] = {
    "": (
        "accountId apiId awsEndpointRequestId awsEndpointRequestId2 cipherSuite connectedAt "
        "connectionId dataProcessed deploymentId domainName domainPrefix endpointType eventType "
        "extendedRequestId httpMethod integrationErrorMessage integrationLatency "
        "integrationStatus isCanaryRequest messageId path protocol requestId requestTime "
        "requestTimeEpoch resourceId resourcePath responseLatency responseLength routeKey stage "
        "status tlsVersion wafResponseCode webaclArn xrayTraceId"
    ),
    "authenticate.": "error latency status",
    "authorize.": "error latency status",
    "customDomain.": "basePathMatched",
    "error.": "message messageString responseType validationErrorString",
    "identity.": (
        "accountId apiKey apiKeyId caller cognitoAuthenticationProvider cognitoAuthenticationType "
        "cognitoIdentityId cognitoIdentityPoolId principalOrgId sourceIp user userAgent userArn "
        "vpcId vpceId"
    ),
    "identity.clientCert.": (
        "clientCertPem issuerDN serialNumber subjectDN validity.notAfter validity.notBefore"
    ),
    "integration.": "error integrationStatus latency requestId status",
    "responseOverride.": "status",
    "waf.": "error latency status",
}
VARIABLES = frozenset(f"{group}{name}" for group, names in GROUPS.items() for name in names.split())


def patched(change: Change) -> None:
    """Set the destination or the format."""
    if change.path not in PATHS:
        raise BadRequestError(
            f"Invalid accessLogSettings path. Must be one of : [{', '.join(PATHS)}]"
        )
    if not change.value:
        raise BadRequestError("Access Log value must not be empty")
    name = change.path.rpartition("/")[2]
    if name == "format":
        check_format(change.value)
    elif not change.value.startswith("arn:"):
        raise BadRequestError(f"Invalid ARN specified in the request: {change.value}")
    change.target[SETTINGS] = {**change.target.get(SETTINGS, {}), name: change.value}


def removed(target: dict[str, object], path: str) -> bool:
    """Remove all access-log settings at once; single ones cannot be removed."""
    if path != f"/{SETTINGS}":
        return False
    target.pop(SETTINGS, None)
    return True


def check_format(text: str) -> None:
    """Refuse a format of several lines, and one with a variable that there is not."""
    if "\n" in text.rstrip("\n"):
        raise BadRequestError(
            "Access Log format must be single line, new line character is allowed only at end "
            "of the format"
        )
    for path, called in USED.findall(text):
        name = path[1:].rpartition(".")[0] if called else path[1:]
        if name and name not in VARIABLES and not name.startswith(ANY_BELOW):
            raise BadRequestError(f"Invalid access log format: $context.{name} is not a variable")
