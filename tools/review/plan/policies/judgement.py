"""Which new grants of a policy a reviewer has to look at, and why."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from tools.review.aws_rules.knowledge import iam
from tools.review.plan.policies.comparison import PART, Grant
from tools.review.plan.policies.document import ANYONE, NEW_OBJECT, Statement

TELEMETRY = frozenset({
    "logs:createloggroup", "logs:createlogstream", "logs:putlogevents", "xray:puttracesegments",
    "xray:puttelemetryrecords", "xray:getsamplingrules", "xray:getsamplingtargets",
    "xray:getsamplingstatisticsummaries", "cloudwatch:putmetricdata",
})  # fmt: skip
ARN_PARTS = 6
WEB_IDENTITY = "sts:assumerolewithwebidentity"
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


@dataclass(frozen=True)
class Setting:
    """Circumstances of a policy that decide what is worth saying."""

    existed: bool
    """Whether what it is attached to was there before; a new object's own policy is read whole."""
    is_trust: bool
    is_of_resource: bool
    accounts: frozenset[str]


@dataclass(frozen=True)
class Finding:
    """A sentence about a policy, and whether it opens the resource to others."""

    sentence: str
    is_public: bool = False
    is_grave: bool = False


def judged(grants: Iterable[Grant], setting: Setting) -> Iterator[Finding]:
    """The findings, one for each statement and reason."""
    groups: defaultdict[tuple[str, str], list[Grant]] = defaultdict(list)
    for grant in grants:
        reason = _reason(grant, setting)
        if reason:
            groups[grant.statement.sid or "a statement", reason].append(grant)
    for (sid, reason), same in groups.items():
        yield _finding(sid, reason, same, setting.accounts)


def _finding(sid: str, reason: str, grants: list[Grant], own: frozenset[str]) -> Finding:
    actions = _some({each.action for each in grants})
    resources = _some(_brief({each.resource for each in grants if each.resource}, own))
    principals = _some({each.principal[1] for each in grants if each.principal})
    conditions = _some({key for each in grants for key in each.conditions_before})
    where = f" on {resources}" if resources else ""
    who = f" for {principals}" if principals else ""
    sentence = REASONS[reason].format(
        actions=actions, where=where, who=who, principals=principals, conditions=conditions
    )
    return Finding(
        f"{sid}: {sentence}", is_public=reason in {"public", "account"}, is_grave=reason in GRAVE
    )


REASONS = {
    "public": "everybody may do {actions}{where}",
    "account": "another account, {principals}, may do {actions}{where}",
    "principal": "{principals} may do {actions}{where}, and could not before",
    "inverted": "it allows all but {actions}{where}{who}, and whatever AWS adds",
    "condition": "a condition is gone or looser ({conditions}): it allows {actions}{where}{who}",
    "wild action": "it allows {actions}{where}{who}, and with it whatever AWS adds under that name",
    "wild resource": "it allows {actions} on every resource that fits{where}{who}",
    "power": "it allows {actions}{where}{who}, with which one takes more rights, destroys or hides",
    "data": "it allows {actions}{where}{who}, and did not before",
}
GRAVE = {"public", "account", "inverted", "wild action", "power", "principal"}


def _brief(resources: Iterable[str], own: frozenset[str]) -> set[str]:
    """Resources of the own account by their names alone; an index not beside its table."""
    every = {PART.sub(r"\1", each) for each in resources}
    parts = {each: each.split(":", ARN_PARTS - 1) for each in every}
    return {
        split[-1] if len(split) == ARN_PARTS and split[4] in own else each
        for each, split in parts.items()
    }


def _some(names: Iterable[str], most: int = 4) -> str:
    every = sorted(names)
    rest = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(every[:most]) + rest


def _reason(grant: Grant, setting: Setting) -> str:
    """The key of the reason to look at it; empty when there is none."""
    if "NotPrincipal" in grant.statement.inverted and not _says_who(grant.statement):
        return "public"
    if grant.statement.inverted:
        return "inverted"
    if stranger := _stranger(grant, setting):
        return stranger
    if setting.existed and grant.lacks == "condition":
        return "condition"
    if setting.is_trust or (setting.existed and grant.lacks == "principal"):
        return "principal" if setting.existed else ""
    return "" if _is_own_root(grant, setting) else _of_action(grant, setting)


def _stranger(grant: Grant, setting: Setting) -> str:
    """Whether the principal is everybody, or of another account."""
    if grant.principal == ANYONE:
        return "" if _says_who(grant.statement) else "public"
    if grant.action == WEB_IDENTITY and not _says_whose_token(grant.statement):
        return "public"
    if grant.principal and grant.principal[0] == "AWS" and grant.principal[1] != NEW_OBJECT:
        account = (grant.principal[1].split(":") + [""] * ARN_PARTS)[4]
        if account.isdigit() and account not in setting.accounts:
            return "account"
    return ""


def _says_whose_token(statement: Statement) -> bool:
    """Whether a condition says which tokens of an identity provider are meant."""
    return any(
        key.endswith((":sub", ":aud", ":amr")) and _is_met_by_some(operator) and "*" not in values
        for (operator, key), values in statement.conditions.items()
    )


def _is_met_by_some(operator: str) -> bool:
    """Whether a request without the key does not meet it: `Not…`, `…IfExists`, `ForAllValues:…`."""
    return (
        "not" not in operator
        and not operator.endswith("ifexists")
        and not operator.startswith("forallvalues")
    )


SAYS_WHO = (
    "aws:sourceaccount", "aws:sourcearn", "aws:sourceowner", "aws:principalorgid",
    "aws:principalaccount", "aws:principalarn", "aws:sourcevpc", "aws:sourcevpce",
    "kms:calleraccount", "aws:userid", "aws:sourceorgid", "aws:resourceaccount",
    "aws:principalorgpaths",
)  # fmt: skip


def _says_who(statement: Statement) -> bool:
    """Whether a condition says which callers are meant."""
    return any(
        key in SAYS_WHO and _is_met_by_some(operator) and "*" not in values
        for (operator, key), values in statement.conditions.items()
    )


def _is_own_root(grant: Grant, setting: Setting) -> bool:
    """Whether the account as a whole is meant, which is how a key's policy hands over to IAM."""
    return bool(grant.principal) and any(
        grant.principal == ("AWS", f"arn:aws:iam::{account}:root") for account in setting.accounts
    )


def _of_action(grant: Grant, setting: Setting) -> str:
    if reason := _of_great_action(grant, setting):
        return reason
    action = grant.action
    if _is_harmless(action) and (not grant.had_action or _takes_no_resource(action)):
        return ""
    if _is_wild(grant.resource) and not (setting.is_of_resource or _takes_no_resource(action)):
        return "wild resource" if setting.existed or grant.resource == "*" else ""
    if not setting.existed or grant.resource == NEW_OBJECT:
        return ""
    return "wild action" if "*" in action else "data"


def _of_great_action(grant: Grant, setting: Setting) -> str:
    if grant.action == "*" or grant.action.endswith(":*"):
        return "wild action"
    is_grave = _is_power(grant.action) and (setting.existed or grant.resource in {"*", ""})
    return "power" if is_grave else ""


def _is_power(action: str) -> bool:
    return any(fnmatchcase(action, pattern) or action == pattern for pattern in POWERS)


def _is_harmless(action: str) -> bool:
    """Whether it reads no contents and changes nothing but labels, or only reports."""
    if action in TELEMETRY or action.partition(":")[2].startswith(HARMLESS):
        return True
    levels = {each["accessLevel"] for each in iam.matching(action)}
    return _takes_no_resource(action) and levels <= {"Read", "List"}


def _takes_no_resource(action: str) -> bool:
    """Whether AWS takes nothing but `*` as its resource."""
    definitions = iam.matching(action)
    return bool(definitions) and all(not each["resourceTypes"] for each in definitions)


def _is_wild(resource: str) -> bool:
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
