"""Actions by their power, and resources by how many things they stand for."""

import re
from fnmatch import fnmatchcase

from tools.review.aws_rules.knowledge import iam
from tools.review.plan.policies.document import ARN_PARTS

TELEMETRY = frozenset({
    "logs:createloggroup", "logs:createlogstream", "logs:putlogevents", "xray:puttracesegments",
    "xray:puttelemetryrecords", "xray:getsamplingrules", "xray:getsamplingtargets",
    "xray:getsamplingstatisticsummaries", "cloudwatch:putmetricdata",
})  # fmt: skip
PARTS_OF_ONE = re.compile(r"[/:][^/:*]+[/:]\*$")
"""The end of `table/orders/*` and `log-group:orders:*`, but not of `table/*`."""
HARMLESS = ("describe", "list", "lookup", "head", "tag", "untag")
POWERS = (
    "iam:*", "sts:assumerole", "sts:*", "organizations:*", "account:*", "kms:putkeypolicy",
    "kms:schedulekeydeletion", "kms:disablekey", "kms:creategrant", "lambda:addpermission",
    "lambda:updatefunctioncode", "lambda:updatefunctionconfiguration", "*:put*policy",
    "*:delete*policy", "*:set*policy", "*:attach*", "dynamodb:delete*table*", "s3:deletebucket*",
    "logs:deletelog*", "logs:putretentionpolicy", "cloudwatch:deletealarms",
    "cloudwatch:disablealarmactions", "cloudtrail:*", "guardduty:*", "config:*",
)  # fmt: skip
"""Actions by which the holder gives itself more, destroys data, or hides what it does."""


def is_power(action: str) -> bool:
    """Whether its holder takes more rights with it, destroys data, or hides something."""
    return any(fnmatchcase(action, pattern) or action == pattern for pattern in POWERS)


def is_harmless(action: str) -> bool:
    """Whether it reads no contents and changes nothing but labels, or only reports."""
    if action in TELEMETRY or action.partition(":")[2].startswith(HARMLESS):
        return True
    levels = {each["accessLevel"] for each in iam.matching(action)}
    return takes_no_resource(action) and levels <= {"Read", "List"}


def takes_no_resource(action: str) -> bool:
    """Whether AWS takes nothing but `*` as its resource."""
    definitions = iam.matching(action)
    return bool(definitions) and all(not each["resourceTypes"] for each in definitions)


def is_wild(resource: str) -> bool:
    """Whether it stands for several things, not for the parts of one."""
    if resource == "*":
        return True
    parts = resource.split(":", ARN_PARTS - 1)
    is_arn = len(parts) == ARN_PARTS
    name = parts[-1] if is_arn else resource
    if parts[2 * is_arn] == "s3" or PARTS_OF_ONE.search(name):
        name = name.removesuffix(":*").removesuffix("/*")
    name = name.removesuffix("-??????")
    return "*" in name or (is_arn and ("*" in parts[4] or parts[2] == "*"))
