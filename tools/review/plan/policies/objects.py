"""The objects that have a policy: whether they were there before, and whether they stay."""

from tools.review.plan.facts.model import Change, Plan
from tools.review.plan.policies.owners import HOLDERS, owners_of

RESOURCES = "aws_iam_"
OWNERS = (
    "role", "user", "group", "bucket", "arn", "queue_url", "secret_arn", "key_id", "repository",
    "resource_arn", "rest_api_id", "event_bus_name", "backup_vault_name", "topic_arn",
)  # fmt: skip
"""Arguments of a policy that name the object that has it."""
NAMES = {"aws_s3_bucket": ("bucket",), "aws_lambda_function": ("function_name",)}
"""Arguments by which these are named, and by which others only refer to them."""


def is_taken_off(plan: Plan, change: Change) -> bool:
    """Whether a policy that is an object of its own goes, and the object that had it stays."""
    before = change.before or {}
    named = [str(before[name]) for name in OWNERS if before.get(name)]
    gone = [each.before or {} for each in plan.gone() if each is not change]
    names = {str(each.get(key)) for each in gone for key in ("id", "arn", "name", "bucket", "url")}
    is_own = change.type.endswith(("_policy", "_policy_document"))
    return is_own and not change.type.startswith(RESOURCES) and not names.intersection(named)


def existed(plan: Plan, change: Change) -> bool:
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
