"""Policies within AWS's limits of their size."""

import json
from collections import defaultdict
from collections.abc import Iterator

from tools.review.aws_rules.knowledge.policies import Policy, policies
from tools.review.aws_rules.model import Fault, Subject
from tools.review.aws_rules.values import parsed

PROMISE = "No policy is longer than AWS stores, all inline policies of a role together"
PAGE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of each policy, then of a role's inline policies together."""
    inline: defaultdict[str, list[Policy]] = defaultdict(list)
    for policy in policies(subject):
        if policy.kind == "inline":
            # A plan need not know the role; then the policy is counted alone.
            inline[str(policy.resource.values.get("role", policy.place))].append(policy)
        elif _size(policy) > policy.limit:
            yield Fault(
                policy.place,
                f"The policy has {_size(policy):,} characters; AWS stores {policy.limit:,}",
                "Group resources under a common prefix, or split the policy",
                policy.page,
            )
        elif parsed(policy.text) is None:
            yield Fault(policy.place, "The policy is no JSON", "Write it with jsonencode")
    for together in inline.values():
        if sum(map(_size, together)) > together[0].limit:
            yield Fault(
                together[0].place,
                f"The inline policies have {sum(map(_size, together)):,} characters together; "
                f"a role has room for {together[0].limit:,}",
                "Move statements into a managed policy",
                together[0].page,
            )


def _size(policy: Policy) -> int:
    """Characters that count: IAM leaves out white space, other services do not."""
    if policy.kind == "resource":
        return len(policy.text.encode())
    whole = parsed(policy.text)
    text = policy.text if whole is None else json.dumps(whole, separators=(",", ":"))
    return len("".join(text.split()))
