"""Functions (Lambda API reference, CreateFunction and UpdateFunctionConfiguration).

The words are Lambda's own: getmoto/moto#2546, localstack/localstack#7298, elastic/beats#13963, and
recordings.
"""

import re
from http import HTTPStatus
from typing import Any

from moto.awslambda.models import lambda_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.endpoint.rules.identities.permitted import permits, role_with, trusts
from embedded_aws.endpoint.rules.rule import Given, rule

CREATE, CONFIGURE = "CreateFunction", "UpdateFunctionConfiguration"
BOTH = f"{CREATE} {CONFIGURE}"
INVALID, VALIDATION = "InvalidParameterValueException", "ValidationException"
LONGEST_NAME, MOST_TAGS = 64, 50
NAMED = (
    "AddPermission CreateAlias DeleteFunction GetFunction GetFunctionConfiguration Invoke "
    "PublishVersion PutFunctionConcurrency UpdateFunctionCode UpdateFunctionConfiguration"
)
TAGS = "Tags on function aliases and versions are not supported."
_ARN = re.compile(r"arn:aws[a-z-]*:lambda:([a-z0-9-]+):\d{12}:function:.+")
_VARIABLE = re.compile(r"[a-zA-Z]([a-zA-Z0-9_])+")
SENDING = {
    "sqs": ("sqs:SendMessage", "SendMessage on SQS"),
    "sns": ("sns:Publish", "Publish on SNS"),
}


def stored(given: Given) -> Any:
    """Lambda's resources in the region of the request."""
    return lambda_backends[ACCOUNT_ID][given.region]


def function_named(given: Given, name: object) -> Any:
    """The latest version of a function by its name or ARN; None without one."""
    plain = str(name).rsplit("function:", maxsplit=1)[-1].split(":", maxsplit=1)[0]
    known = stored(given)._lambdas._functions.get(plain)  # noqa: SLF001 - no lookup without error
    return known["latest"] if known else None


def _region(given: Given) -> str | None:
    match = _ARN.fullmatch(str(given.get("FunctionName", "")))
    if match is None or match[1] == given.region:
        return None
    return f"Functions from '{match[1]}' are not reachable in this region ('{given.region}')"


def _name(given: Given) -> str | None:
    name = str(given.get("FunctionName", ""))
    if name.startswith("arn:") or len(name) <= LONGEST_NAME:
        return None
    return (
        f"1 validation error detected: Value '{name}' at 'functionName' failed to satisfy "
        f"constraint: Member must have length less than or equal to {LONGEST_NAME}"
    )


def _mandatory(given: Given) -> str | None:
    is_zip = given.get("PackageType", "Zip") == "Zip"
    if not is_zip or (given.get("Runtime") and given.get("Handler")):
        return None
    return (
        "Runtime and Handler are mandatory parameters for functions created with deployment "
        "packages."
    )


def _role(given: Given) -> str | None:
    role = role_with(given.get("Role"))
    if role is None or trusts(role, "lambda.amazonaws.com"):
        return None  # of a role that is not there, it is said elsewhere
    return "The role defined for the function cannot be assumed by Lambda."


def _variables(given: Given) -> str | None:
    variables = (given.get("Environment") or {}).get("Variables") or {}
    if all(_VARIABLE.fullmatch(name) for name in variables):
        return None
    printed = ", ".join(f"{name}={value}" for name, value in variables.items())
    return (
        f"1 validation error detected: Value '{{{printed}}}' at 'environment.variables' failed to "
        "satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular "
        f"expression pattern: {_VARIABLE.pattern}]"
    )


def _dead_letters(given: Given) -> str | None:
    target = str((given.get("DeadLetterConfig") or {}).get("TargetArn") or "")
    service = target.split(":")[2:3]
    if not service or service[0] not in SENDING:
        return None
    latest = function_named(given, given.get("FunctionName"))
    role = role_with(given.get("Role") or getattr(latest, "role", None))
    action, words = SENDING[service[0]]
    if role is not None and not permits(role, action, target):
        return f"The provided execution role does not have permissions to call {words}"
    return None if is_there(target) else f"The provided dead letter target {target} does not exist."


def is_there(arn: str) -> bool:
    """Whether a queue or topic of this account is there; one of others counts as there."""
    *_, service, region, account, name = (["", *arn.split(":")])[-5:]
    if account != ACCOUNT_ID:
        return True
    if service == "sqs":
        queues: Any = sqs_backends[ACCOUNT_ID]
        return region in queues and name in queues[region].queues
    topics: Any = sns_backends[ACCOUNT_ID]
    return region in topics and arn in topics[region].topics


def _levels(given: Given) -> str | None:
    logging = given.get("LoggingConfig") or {}
    if logging.get("LogFormat") != "Text":
        return None
    named = [each for each in ("ApplicationLogLevel", "SystemLogLevel") if logging.get(each)]
    return f"{named[0]} can be set only when LogFormat is JSON." if named else None


def _image(given: Given) -> str | None:
    latest = function_named(given, given.get("FunctionName"))
    if latest is None or not given.get("ImageUri") or latest.package_type == "Image":
        return None
    return "Please don't provide ImageUri when updating a function with packageType Zip."


def _tags(given: Given) -> str | None:
    resource, tags = str(given.get("Resource", "")), given.get("Tags")
    if resource.rsplit("function:", maxsplit=1)[-1].count(":"):
        return f"{TAGS} Please specify a function ARN."
    if tags is not None and not tags:
        return "An error occurred and the request cannot be processed."
    latest = function_named(given, resource)
    there = stored(given).list_tags(resource) if latest and ":function:" in resource else {}
    if len({**there, **(tags or {})}) > MOST_TAGS:
        return "Number of tags exceeds resource tag limit."
    return None


RULES = (
    rule(NAMED, "ResourceNotFoundException", _region, HTTPStatus.NOT_FOUND),
    rule(CREATE, INVALID, _name),
    rule(CREATE, INVALID, _mandatory),
    rule(BOTH, INVALID, _role),
    rule(BOTH, VALIDATION, _variables),
    rule(BOTH, INVALID, _dead_letters),
    rule(BOTH, INVALID, _levels),
    rule("UpdateFunctionCode", INVALID, _image),
    rule("TagResource", INVALID, _tags),
)
