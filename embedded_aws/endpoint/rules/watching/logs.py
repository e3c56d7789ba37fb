"""CloudWatch Logs (API reference, PutRetentionPolicy and others)."""

import re

from embedded_aws.endpoint.rules.rule import Parameters, rule
from embedded_aws.endpoint.rules.values import parsed

CODE = "InvalidParameterException"
YEARS = (365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)
RETENTION_DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, *YEARS)
LARGEST_EVENT, LARGEST_BATCH, EVENT_OVERHEAD = 1_048_576, 1_048_576, 26
DAY_MILLISECONDS = 86_400_000
WRONG = "Invalid metric transformation: "
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_KEY = re.compile(r"arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key/.+")


def _retention(given: Parameters) -> str | None:
    if given.get("retentionInDays") in RETENTION_DAYS:
        return None
    options = ", ".join(map(str, RETENTION_DAYS))
    return (
        f"1 validation error detected: Value '{given.get('retentionInDays')}' at 'retentionInDays' "
        f"failed to satisfy constraint: Member must satisfy enum value set: [{options}]"
    )


def _events(given: Parameters) -> str | None:
    sizes = [len(each.get("message", "").encode()) for each in given.get("logEvents", ())]
    if any(size + EVENT_OVERHEAD > LARGEST_EVENT for size in sizes):
        return f"Log event too large: at most {LARGEST_EVENT} bytes, {EVENT_OVERHEAD} of its own"
    if sum(sizes) + EVENT_OVERHEAD * len(sizes) > LARGEST_BATCH:
        return f"Upload too large: the most is {LARGEST_BATCH} bytes"
    return None


def _streams(given: Parameters) -> str | None:
    if given.get("logStreamNames") and given.get("logStreamNamePrefix"):
        return "You cannot specify both logStreamNames and logStreamNamePrefix"
    return None


def _groups(given: Parameters) -> str | None:
    if given.get("logGroupNamePrefix") and given.get("logGroupNamePattern"):
        return "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters."
    return None


def _one_group(given: Parameters) -> str | None:
    if given.get("logGroupName") and given.get("logGroupIdentifier"):
        return "LogGroup name and LogGroup ARN are mutually exclusive parameters."
    return None


def _transformations(given: Parameters) -> str | None:
    for each in given.get("metricTransformations", ()):
        value = str(each.get("metricValue", ""))
        if not value.startswith("$") and not _NUMBER.fullmatch(value):
            return f"{WRONG}metricValue {value} is neither a number nor a field."
        if each.get("dimensions") and "defaultValue" in each:
            return f"{WRONG}dimensions and default value are mutually exclusive properties."
        if len(each.get("dimensions") or ()) > 3:  # noqa: PLR2004 - AWS's number of dimensions
            return f"{WRONG}at most three dimensions."
    return None


def _times(given: Parameters) -> str | None:
    if given.get("startTime", 0) > given.get("endTime", 0):
        return "End time should not be less than start time"
    return None


def _key(given: Parameters) -> str | None:
    key = given.get("kmsKeyId")
    return (
        f"Specified KMS key id '{key}' is no ARN of a key."
        if key and not _KEY.fullmatch(key)
        else None
    )


def _order(given: Parameters) -> str | None:
    times = [int(each.get("timestamp", 0)) for each in given.get("logEvents") or ()]
    if times != sorted(times):
        return "Log events in a single PutLogEvents request must be in chronological order."
    if times and times[-1] - times[0] > DAY_MILLISECONDS:
        return (
            "The batch of log events in a single PutLogEvents request cannot span more than 24 "
            "hours."
        )
    return None


def _policy(given: Parameters) -> str | None:
    if isinstance(parsed(given.get("policyDocument")), dict):
        return None
    return "Invalid policyDocument: it is not valid JSON."


def _pattern(given: Parameters) -> str | None:
    pattern = str(given.get("filterPattern") or "").strip()
    if pattern.startswith("{") and not pattern.endswith("}"):
        return "Invalid filter pattern"
    return None


def _role(given: Parameters) -> str | None:
    vendor = str(given.get("destinationArn", "")).split(":")[2:3]
    if vendor not in (["kinesis"], ["firehose"]) or given.get("roleArn"):
        return None
    return f"destinationArn for vendor {vendor[0]} cannot be used without roleArn"


RULES = (
    rule("PutRetentionPolicy", CODE, _retention),
    rule("PutLogEvents", CODE, _events),
    rule("PutLogEvents", CODE, _order),
    rule("PutResourcePolicy", CODE, _policy),
    rule("PutSubscriptionFilter", CODE, _role),
    rule("FilterLogEvents", CODE, _pattern),
    rule("FilterLogEvents", CODE, _streams),
    rule("FilterLogEvents DescribeLogStreams", CODE, _one_group),
    rule("DescribeLogGroups", CODE, _groups),
    rule("PutMetricFilter", CODE, _transformations),
    rule("StartQuery", CODE, _times),
    rule("CreateLogGroup AssociateKmsKey", CODE, _key),
)
