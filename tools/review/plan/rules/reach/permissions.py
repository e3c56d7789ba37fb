"""IAM policies that allow more than before, or refuse less; attached policies and boundaries."""

from collections.abc import Iterator

from tools.review.plan.facts.model import Change, Danger, Kind, Plan, Weight
from tools.review.plan.facts.settings import Guard, leaves, text, weakened
from tools.review.plan.facts.weaker import changed, grown, raised, removed
from tools.review.plan.policies.comparison import no_longer_refused, widened
from tools.review.plan.policies.document import Statement
from tools.review.plan.policies.judgement import Finding, Setting, judged
from tools.review.plan.policies.owners import HOLDERS, Pools, owners_of
from tools.review.plan.policies.texts import Policy, policies

OF_IDENTITIES = (
    "aws_iam_policy", "aws_iam_role", "aws_iam_role_policy", "aws_iam_user_policy",
    "aws_iam_group_policy", "aws_iam_user", "aws_ssoadmin_permission_set_inline_policy",
)  # fmt: skip
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
    Guard("service_role_arn", changed, "It works with the rights of another role"),
)
MEMBERSHIPS = (
    ("aws_iam_group_membership", "users"), ("aws_iam_user_group_membership", "groups"),
    ("aws_ssoadmin_account_assignment", "principal_id"),
    ("aws_cognito_identity_pool_roles_attachment", "roles"),
)  # fmt: skip
OWNERS = (
    "role", "user", "group", "bucket", "arn", "queue_url", "secret_arn", "key_id", "repository",
    "resource_arn", "rest_api_id", "event_bus_name", "backup_vault_name", "topic_arn",
)  # fmt: skip
"""Arguments of a policy that name the object that has it."""
NAMES = {"aws_s3_bucket": ("bucket",), "aws_lambda_function": ("function_name",)}
"""Arguments by which these are named, and by which others only refer to them."""
GONE_GUARDS = ("aws_organizations_policy", "aws_organizations_policy_attachment")
ADVICE = "Name the actions and the resources one by one, and keep the conditions"
RESOURCES = "aws_iam_"


def dangers(plan: Plan) -> Iterator[Danger]:
    """Everything that is allowed now, or refused no more."""
    every = list(policies(plan))
    pools = Pools(plan, every)
    for policy in every:
        if policy.before is not None and policy.after is not None:
            yield from _of_policy(plan, policy, pools)
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


def _of_policy(plan: Plan, policy: Policy, pools: Pools) -> Iterator[Danger]:
    before, after = policy.before or (), policy.after or ()
    setting = Setting(
        existed=_existed(plan, policy.change),
        is_trust=policy.is_trust,
        is_of_resource=policy.change.type not in OF_IDENTITIES,
        accounts=plan.accounts,
    )
    for finding in judged(widened(pools.before(policy), after), setting):
        yield _danger(policy, finding)
    if policy.change.is_there_after or _is_taken_off(plan, policy.change):
        for statement in no_longer_refused(before, pools.after(policy)):
            yield _refused_no_more(policy, statement)


def _is_taken_off(plan: Plan, change: Change) -> bool:
    """Whether a policy that is an object of its own goes, and the object that had it stays."""
    before = change.before or {}
    named = [str(before[name]) for name in OWNERS if before.get(name)]
    gone = [each.before or {} for each in plan.gone() if each is not change]
    names = {str(each.get(key)) for each in gone for key in ("id", "arn", "name", "bucket", "url")}
    is_own = change.type.endswith(("_policy", "_policy_document"))
    return is_own and not change.type.startswith(RESOURCES) and not names.intersection(named)


def _danger(policy: Policy, finding: Finding) -> Danger:
    is_open = finding.is_public and not policy.change.type.startswith(RESOURCES)
    weight = Weight.STOP if finding.is_grave else Weight.LOOK
    kind = Kind.ACCESS if is_open else Kind.PERMISSIONS
    return Danger(kind, policy.change.address, finding.sentence, ADVICE, weight)


def _refused_no_more(policy: Policy, statement: Statement) -> Danger:
    actions = ", ".join(sorted(statement.actions)[:4])
    name = statement.sid or "A statement"
    reason = f"{name}: it refused {actions}, and is gone or refuses less"
    return Danger(Kind.PERMISSIONS, policy.change.address, reason, ADVICE, Weight.STOP)


def _existed(plan: Plan, change: Change) -> bool:
    """Whether the object that has the policy was there before.

    A policy that is an object of its own may be new on a role or a bucket that is not.
    """
    if change.before is not None:
        return True
    after = change.after or {}
    named = [(name, str(after[name])) for name in OWNERS if after.get(name)]
    named += [(kind, name) for kind, _, name in map(_parted, owners_of(plan, change))]
    if change.type == "aws_iam_role" or not named:
        return False
    return not any(_is_named(each, *owner) for each in plan.new() for owner in named)


def _parted(owner: str) -> tuple[str, str, str]:
    return owner.partition(" ")


def _is_named(change: Change, kind: str, name: str) -> bool:
    """Whether the object is of that kind, where IAM says one, and has that name or id."""
    if kind in HOLDERS and change.type != f"aws_iam_{kind}":
        return False
    after, own = change.after or {}, NAMES.get(change.type, ())
    return name in {str(after.get(key)) for key in ("name", "id", "arn", *own)}


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
    elif _existed(plan, change) or ":iam::aws:" in arn:
        reason = f"It gets the policy {name}, and had it not before"
        yield Danger(Kind.PERMISSIONS, change.address, reason, ADVICE)
