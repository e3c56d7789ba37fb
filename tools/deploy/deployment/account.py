"""The account of a place: its state bucket and its bootstrap, which come first."""

from botocore.exceptions import ClientError

from tools.command import CommandError
from tools.deploy.deployment.step import Step
from tools.deploy.terraform.footprint import footprint
from tools.deploy.terraform.root import BOOTSTRAP, Root
from tools.deploy.terraform.run import Terraform
from tools.deploy.terraform.variables import bootstrap_variables
from tools.deploy.where.place import Place

STATE_BUCKET = "the state bucket is there"
LEFT = "an administrator's, left as it is"
NOT_FOUND = 404


def state_bucket_step(place: Place, needs: tuple[str, ...] = ()) -> Step:
    """Make the bucket of all states, which the account's own root then adopts."""

    def make() -> str:
        # A pipeline may not widen what it may do, and a guest changes nothing of the account.
        if place.environment.owns_bootstrap and not place.is_a_pipelines:
            _make_state_bucket(place)
        return ""

    return Step(STATE_BUCKET, make, needs, quiet=True)


def bootstrap_step(place: Place, needs: tuple[str, ...] = (), *, is_left: bool = False) -> Step:
    """Apply the account's bootstrap; a temporary environment only checks that it is there.

    A deployment of what was reviewed leaves it: its plan is an administrator's.
    """
    if is_left:
        return Step(BOOTSTRAP.name, lambda: LEFT, needs)
    if place.environment.owns_bootstrap:
        mark = footprint(BOOTSTRAP, place, lambda: bootstrap_variables(place), lambda: None)
        return Step(BOOTSTRAP.name, lambda: _bootstrap(place), needs, mark)

    def check() -> str:
        if not _has_state(place, BOOTSTRAP):
            raise CommandError(
                f"account {place.environment.account_id} has no bootstrap yet, which one lasting "
                f"environment owns for all of them; run {place.cloud.bootstrapped_by} once"
            )
        place.environment.keep_lease()
        return ""

    return Step(BOOTSTRAP.name, check, needs, quiet=True)


def _bootstrap(place: Place) -> str:
    """Apply the root; the first time it imports the state bucket."""
    if place.is_a_pipelines:  # it may not widen what it may do
        return LEFT
    terraform, variables = Terraform(BOOTSTRAP, place), bootstrap_variables(place)
    if not _has_state(place, BOOTSTRAP):
        terraform.adopt("aws_s3_bucket.state", place.state_bucket, variables)
    return terraform.apply(variables)


def _make_state_bucket(place: Place) -> None:
    """Create the state bucket if it is missing."""
    s3, name = place.client("s3"), place.state_bucket
    try:
        s3.head_bucket(Bucket=name)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != NOT_FOUND:
            raise CommandError(
                f"the state bucket {name} cannot be reached: {error}; "
                "are these credentials of the account in the values file?"
            ) from error
        region = place.region
        location = {"CreateBucketConfiguration": {"LocationConstraint": region}}
        s3.create_bucket(Bucket=name, **({} if region == "us-east-1" else location))


def _has_state(place: Place, root: Root) -> bool:
    """Look for it in the bucket's list: a pipeline may not open another environment's state."""
    key = root.state_key(place)
    try:
        listed = place.client("s3").list_objects_v2(Bucket=place.state_bucket, Prefix=key)
    except ClientError:
        return False
    return any(each["Key"] == key for each in listed.get("Contents", []))
