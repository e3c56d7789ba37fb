"""Log groups of the class INFREQUENT_ACCESS, which take part in little, and others' keys.

CloudWatch Logs user guide, "Log classes"; turbot/steampipe-plugin-aws#2758 has the words.
"""

from typing import Any

from moto.kms.models import kms_backends
from moto.logs.models import logs_backends

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.endpoint.rules.rule import Given, rule

STANDARD = "STANDARD"
ONLY = "This operation is only supported on the Standard log class."
OF_STANDARD = "PutMetricFilter PutSubscriptionFilter DescribeSubscriptionFilters"
READING = "FilterLogEvents GetLogEvents StartLiveTail"


def group_of(given: Given) -> Any:
    """The log group that the request names; None without one."""
    named = given.get("logGroupName") or given.get("logGroupIdentifier") or ""
    name = str(named).rsplit(":log-group:", maxsplit=1)[-1].removesuffix(":*")
    place: Any = logs_backends[ACCOUNT_ID][given.region]
    return place.groups.get(name)


def _class(given: Given) -> str | None:
    group = group_of(given)
    return ONLY if group and (group.log_group_class or STANDARD) != STANDARD else None


def _key(given: Given) -> str | None:
    arn = str(given.get("kmsKeyId") or "")
    if f":{ACCOUNT_ID}:key/" not in arn:
        return None
    region, key_id = arn.split(":")[3], arn.rsplit("/", maxsplit=1)[-1]
    places: Any = kms_backends[ACCOUNT_ID]
    if region in places and key_id in places[region].keys:
        return None
    return (
        "The specified KMS key does not exist or is not allowed to be used with LogGroup "
        f"'arn:aws:logs:{given.region}:{ACCOUNT_ID}:log-group:{given.get('logGroupName')}'"
    )


RULES = (
    rule(OF_STANDARD, "ValidationException", _class),
    rule(READING, "InvalidOperationException", _class),
    rule("CreateLogGroup AssociateKmsKey", "InvalidParameterException", _key),
)
