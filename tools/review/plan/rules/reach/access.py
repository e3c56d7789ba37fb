"""Doors opened to everybody, to other accounts or origins: buckets, endpoints, CORS."""

import re
from collections.abc import Iterator

from tools.review.plan.facts.model import Change, Danger, Kind, Plan, Weight
from tools.review.plan.facts.settings import Guard, leaves, matches, text, weakened
from tools.review.plan.facts.weaker import as_list
from tools.review.plan.rules.tables import guards, loss, rows

REACHED = "It can be reached from the internet"
PUBLIC = "Its contents may become public"
BLOCKS = ("aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block")
ACCOUNT = re.compile(r"(?:^|:)(\d{12})(?::|$)")
PUBLIC_ACLS = {"public-read", "public-read-write", "authenticated-read", "website"}
ACLS_COUNT = {"ObjectWriter", "BucketOwnerPreferred"}
EVERYONE = {"*", "all"}
EVERYBODY = ("AllUsers", "AuthenticatedUsers")
ORIGINS = (
    "cors_configuration.allow_origins", "cors.allow_origins", "cors_rule.allowed_origins",
    "cors_config.access_control_allow_origins.items",
)  # fmt: skip
ADVICE = "Name who may reach it: an address range, a network, an account, an origin"


def dangers(plan: Plan) -> Iterator[Danger]:
    """Each door that is open now."""
    for change in plan.altered():
        yield from _switched(change, guards("access"))
        yield from _endpoint(change)
    for change in plan.new():
        yield from _switched(change, guards("access", "new"))
        yield from _unblocked(change)
    yield from _acls(plan)
    for change in plan.coming():
        yield from _acl(change)
        yield from _origins(change)
        yield from _strangers(plan, change)
    for change in plan.gone():
        if reason := loss("access", change):
            yield _danger(change, f"It is taken away. {reason}")


def _danger(change: Change, reason: str) -> Danger:
    return Danger(Kind.ACCESS, change.address, reason, ADVICE, Weight.STOP)


def _switched(change: Change, every: tuple[Guard, ...]) -> Iterator[Danger]:
    for guard, leaf in weakened(change, every):
        yield _danger(change, f"{guard.reason}: {leaf.path}: {text(leaf.old)} → {text(leaf.new)}")


def _unblocked(change: Change) -> Iterator[Danger]:
    """A new block of public access that leaves a part open."""
    after = change.after or {}
    for name in sorted(after) if change.type in BLOCKS else ():
        if after[name] is False:
            yield _danger(change, f"{PUBLIC}: {name}: off")


def _acls(plan: Plan) -> Iterator[Danger]:
    """Lists of who may read that count again, in a bucket that was there before."""
    fresh = {str((each.after or {}).get("bucket")) for each in plan.new("aws_s3_bucket")}
    for change in plan.new("aws_s3_bucket_ownership_controls"):
        for leaf in leaves(change, "rule.object_ownership"):
            bucket = (change.after or {}).get("bucket")
            if leaf.new in ACLS_COUNT and bucket and bucket not in fresh:
                yield _danger(change, f"{PUBLIC}: lists of access count again: {leaf.new}")


def _strangers(plan: Plan, change: Change) -> Iterator[Danger]:
    """Other accounts, or everybody, to whom something is given or sent."""
    for row in rows("access", "receivers"):
        if not matches(change, *row["types"]):
            continue
        for leaf in leaves(change, row["path"]):
            for each in sorted(set(map(str, as_list(leaf.new))) - set(map(str, as_list(leaf.old)))):
                account = ACCOUNT.search(each)
                if each.lower() in EVERYONE or (account and account[1] not in plan.accounts):
                    who = f"account {account[1]}" if account else "everybody"
                    yield _danger(change, f"It goes to {who}: {leaf.path}: {each}")


def _endpoint(change: Change) -> Iterator[Danger]:
    for leaf in leaves(change, "endpoint_configuration.types"):
        if "PRIVATE" in str(leaf.old) and "PRIVATE" not in str(leaf.new) and not leaf.unknown:
            yield _danger(change, f"{REACHED}: endpoint: {text(leaf.old)} → {text(leaf.new)}")


def _acl(change: Change) -> Iterator[Danger]:
    """Buckets and objects that everybody may read."""
    before, after = change.sides()
    if after.get("acl") in PUBLIC_ACLS and before.get("acl") != after.get("acl"):
        yield _danger(change, f"{PUBLIC}: acl: {text(before.get('acl'))} → {after['acl']}")
    for leaf in leaves(change, "access_control_policy.grant.grantee.uri"):
        if str(leaf.new).endswith(EVERYBODY) and leaf.new != leaf.old:
            yield _danger(change, f"{PUBLIC}: everybody is a grantee")
    if change.type == "aws_s3_bucket_website_configuration" and change.before is None:
        yield _danger(change, "The bucket is served as a website")


def _origins(change: Change) -> Iterator[Danger]:
    for path in ORIGINS:
        for leaf in leaves(change, path):
            if "*" in (leaf.new or []) and "*" not in (leaf.old or []):
                yield _danger(change, "Pages of every origin may call it (CORS)")
