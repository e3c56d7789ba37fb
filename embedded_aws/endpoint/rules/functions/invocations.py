"""Events that invoke functions, and where its results go (Lambda API reference).

PutFunctionEventInvokeConfig and CreateEventSourceMapping. The words are Lambda's own (recordings of
its refusals).
"""

from typing import Any

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.endpoint.rules.functions.functions import INVALID, function_named, is_there
from embedded_aws.endpoint.rules.functions.grants import GONE, LATEST, UNKNOWN, aliases_of
from embedded_aws.endpoint.rules.identities.permitted import permits, role_with
from embedded_aws.endpoint.rules.rule import Given, rule
from embedded_aws.endpoint.rules.values import parsed

CONFIGURE = "PutFunctionEventInvokeConfig"
BOTH = f"{CONFIGURE} UpdateFunctionEventInvokeConfig"
EXISTING = "GetFunctionEventInvokeConfig DeleteFunctionEventInvokeConfig"
SERVICES = ("sqs", "sns", "lambda", "events", "s3")
READING = ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")


def _function(given: Given) -> Any:
    return function_named(given, given.get("FunctionName"))


def _known(given: Given) -> str | None:
    return None if _function(given) else "The function doesn't exist."


def _something(given: Given) -> str | None:
    settings = ("MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig")
    if any(given.get(name) is not None for name in settings):
        return None
    return "You must specify at least one of error handling or destination setting."


def _destinations(given: Given) -> str | None:
    config = given.get("DestinationConfig") or {}
    success, failure = (
        (config.get(name) or {}).get("Destination") for name in ("OnSuccess", "OnFailure")
    )
    for arn in filter(None, (success, failure)):
        service = arn.split(":")[2]
        if service not in SERVICES:
            texts = [
                f"{name}={each}(destination={value})" if value else f"{name}=null"
                for name, each, value in (
                    ("onSuccess", "OnSuccess", success),
                    ("onFailure", "OnFailure", failure),
                )
            ]
            return (
                f"The provided destination config DestinationConfig({', '.join(texts)}) is invalid."
            )
        if service == "lambda" and _function(given) is function_named(given, arn):
            return "You can't specify the function as a destination for itself."
        if not _exists(given, service, arn):
            return f"The destination ARN {arn} is invalid."
    return None


def _exists(given: Given, service: str, arn: str) -> bool:
    if service == "lambda":
        return f":{ACCOUNT_ID}:" not in arn or function_named(given, arn) is not None
    return service not in {"sqs", "sns"} or is_there(arn)


def _configured(given: Given) -> str | None:
    latest, qualifier = _function(given), given.get("Qualifier") or LATEST
    if latest is not None and latest.event_invoke_config and qualifier == LATEST:
        return None
    known = latest is not None and qualifier in {*aliases_of(given, latest.function_name)}
    if known and latest.event_invoke_config:
        return None
    name = str(given.get("FunctionName")).rsplit("function:", maxsplit=1)[-1]
    arn = f"arn:aws:lambda:{given.region}:{ACCOUNT_ID}:function:{name}:{qualifier}"
    return f"The function {arn} doesn't have an EventInvokeConfig"


def _source(given: Given) -> str | None:
    if given.get("EventSourceArn") or given.get("SelfManagedEventSource"):
        return None
    return "Unrecognized event source."


def _filters(given: Given) -> str | None:
    filters = (given.get("FilterCriteria") or {}).get("Filters") or ()
    if all(isinstance(parsed(each.get("Pattern", "{}")), dict) for each in filters):
        return None
    return "Invalid filter pattern definition."


def _failed_batches(given: Given) -> str | None:
    is_queue = str(given.get("EventSourceArn", "")).startswith("arn:aws:sqs:")
    if is_queue and (given.get("DestinationConfig") or {}).get("OnFailure"):
        return "Unsupported DestinationConfig parameter for given event source mapping type."
    return None


def _reading(given: Given) -> str | None:
    arn, latest = str(given.get("EventSourceArn", "")), _function(given)
    role = role_with(latest.role) if latest else None
    if role is None:
        return None
    if arn.startswith("arn:aws:sqs:") and is_there(arn):
        missing = [each for each in READING if not permits(role, f"sqs:{each}", arn)]
        words = "The provided execution role does not have permissions to call"
        return f"{words} {missing[0]} on SQS" if missing else None
    if arn.startswith("arn:aws:dynamodb:") and not permits(role, "dynamodb:GetRecords", arn):
        return (
            f"Cannot access stream {arn}. Please ensure the role can perform the GetRecords, "
            "GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM."
        )
    return None


RULES = (
    rule(BOTH, UNKNOWN, _known, GONE),
    rule(CONFIGURE, INVALID, _something),
    rule(BOTH, INVALID, _destinations),
    rule(EXISTING, UNKNOWN, _configured, GONE),
    rule("CreateEventSourceMapping", INVALID, _source),
    rule("CreateEventSourceMapping UpdateEventSourceMapping", INVALID, _filters),
    rule("CreateEventSourceMapping", INVALID, _failed_batches),
    rule("CreateEventSourceMapping", INVALID, _reading),
)
