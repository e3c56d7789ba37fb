"""Roles, users and groups that get rights from elsewhere: policies, memberships, boundaries."""

from collections.abc import Iterator

from tools.review.plan.facts.model import Change, Danger, Kind, Plan, Weight
from tools.review.plan.facts.settings import Guard, leaves, text, weakened
from tools.review.plan.facts.weaker import changed, grown, raised, removed
from tools.review.plan.policies.objects import existed

ATTACHMENTS = (
    "aws_iam_role_policy_attachment", "aws_iam_user_policy_attachment",
    "aws_iam_group_policy_attachment", "aws_iam_policy_attachment",
    "aws_ssoadmin_managed_policy_attachment",
)  # fmt: skip
EVERYTHING = (
    "AdministratorAccess",
    "PowerUserAccess",
    "FullAccess",
    "IAMFullAccess",
    "SystemAdministrator",
)
NARROW = (
    "service-role/AWSLambdaBasicExecutionRole", "service-role/AWSLambdaVPCAccessExecutionRole",
    "AWSXRayDaemonWriteAccess", "AWSXrayWriteOnlyAccess",
    "CloudWatchLambdaInsightsExecutionRolePolicy",
    "service-role/AmazonAPIGatewayPushToCloudWatchLogs", "service-role/AWSLambdaRole",
)  # fmt: skip
GUARDS = (
    Guard("permissions_boundary", removed, "Nothing ends what its policies may allow"),
    Guard("max_session_duration", raised, "A stolen session lives longer"),
    Guard("role", changed, "It runs with the rights of another role", ("aws_lambda_function",)),
    *(
        Guard(path, changed, "It works with the rights of another role")
        for path in ("service_role_arn", "role_arn", "extended_s3_configuration.role_arn")
    ),
)
MEMBERSHIPS = (
    ("aws_iam_group_membership", "users"), ("aws_iam_user_group_membership", "groups"),
    ("aws_ssoadmin_account_assignment", "principal_id"),
    ("aws_cognito_identity_pool_roles_attachment", "roles"), ("aws_kms_grant", "operations"),
    ("aws_lakeformation_permissions", "permissions"),
)  # fmt: skip
GONE_GUARDS = ("aws_organizations_policy", "aws_organizations_policy_attachment")
ADVICE = "Name the actions and the resources one by one, and give no more than one role needs"


def dangers(plan: Plan) -> Iterator[Danger]:
    """Everything that is allowed by another way than a policy's text."""
    for change in plan.altered():
        for guard, leaf in weakened(change, GUARDS):
            reason = f"{guard.reason}: {leaf.path}: {text(leaf.old)} → {text(leaf.new)}"
            yield Danger(Kind.PERMISSIONS, change.address, reason, ADVICE, Weight.STOP)
        yield from _other_boundary(change)
    yield from _attached(plan)
    for change in plan.gone(*GONE_GUARDS):
        yield Danger(Kind.PERMISSIONS, change.address, "A limit of all accounts is gone", ADVICE)
    yield from _members(plan)
    for change in plan.new("aws_iam_access_key", "aws_iam_user_login_profile"):
        reason = "A key or password that does not expire"
        yield Danger(Kind.PERMISSIONS, change.address, reason, "Use a role", Weight.STOP)


def _members(plan: Plan) -> Iterator[Danger]:
    for type_, name in MEMBERSHIPS:
        for change in plan.coming(type_):
            if grown(*(side.get(name) for side in change.sides())):
                reason = f"Others get the rights of a group, a role or an account: {name}"
                yield Danger(Kind.PERMISSIONS, change.address, reason, ADVICE, Weight.STOP)


def _other_boundary(change: Change) -> Iterator[Danger]:
    for leaf in leaves(change, "permissions_boundary"):
        if leaf.old and leaf.new and leaf.old != leaf.new and not leaf.unknown:
            reason = f"Another boundary ends what it may do: {leaf.old} → {leaf.new}"
            yield Danger(Kind.PERMISSIONS, change.address, reason, ADVICE)


def _attached(plan: Plan) -> Iterator[Danger]:
    """Managed policies that a role or a user gets."""
    for change in plan.coming(*ATTACHMENTS):
        before, after = change.sides()
        arn = str(after.get("policy_arn") or after.get("managed_policy_arn") or "")
        if arn and arn != str(before.get("policy_arn") or before.get("managed_policy_arn") or ""):
            yield from _of_managed(plan, change, arn)
    for change in plan.coming("aws_iam_role", "aws_iam_role_policy_attachments_exclusive"):
        before, after = change.sides()
        for name in ("managed_policy_arns", "policy_arns"):
            for arn in sorted(set(after.get(name) or []) - set(before.get(name) or [])):
                yield from _of_managed(plan, change, arn)


def _of_managed(plan: Plan, change: Change, arn: str) -> Iterator[Danger]:
    _, _, name = arn.partition(":policy/")
    if name in NARROW:
        return
    if name.endswith(EVERYTHING) and ":iam::aws:" in arn:
        reason = f"It gets AWS's policy {name}, which allows everything of a service or an account"
        yield Danger(Kind.PERMISSIONS, change.address, reason, ADVICE, Weight.STOP)
    elif existed(plan, change) or ":iam::aws:" in arn:
        reason = f"It gets the policy {name}, and had it not before"
        yield Danger(Kind.PERMISSIONS, change.address, reason, ADVICE)
