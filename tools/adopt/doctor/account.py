"""An environment's account: credentials, region, quotas, and what the bootstrap leaves there."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from tools.adopt.doctor.finding import Finding, Look, judged
from tools.deploy.where.place import Place

GITHUB = "token.actions.githubusercontent.com"
EDGE_REGION = "us-east-1"
BOOTSTRAP = "deploy the bootstrap: docs/operations/environments.md, “A new account”"
RENEWED = timedelta(days=14)


def looks(place: Place) -> Iterator[tuple[str, Look]]:
    """Everything to look at in the account and region of this place."""
    yield "credentials", lambda: credentials(place)
    yield "state bucket", lambda: state_bucket(place)
    yield "API Gateway's role", lambda: gateway_role(place)
    yield "concurrency", lambda: concurrency(place)
    if place.environment.written.get("github_repository"):
        yield "GitHub's provider", lambda: github(place)
    if isinstance(place.environment.written.get("domain"), dict):
        yield "certificate", lambda: certificate(place)


def credentials(place: Place) -> Finding:
    """Credentials of an account that the values name."""
    place.check_reachable()
    caller = place.client("sts").get_caller_identity()
    named_ids = place.environment.written["account_ids"]
    good = caller["Account"] in named_ids
    state = f"account {caller['Account']} as {caller['Arn']} in {place.region}"
    remedy = f"the values name {', '.join(named_ids)}: choose another profile (AWS_PROFILE)"
    return judged("credentials", state, good=good, remedy=remedy)


def state_bucket(place: Place) -> Finding:
    """The bucket of states, with versions."""
    bucket, s3 = place.state_bucket, place.client("s3")
    try:
        s3.head_bucket(Bucket=bucket)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        return Finding("state bucket", f"{bucket} answers {code}", BOOTSTRAP)
    versions = s3.get_bucket_versioning(Bucket=bucket).get("Status") == "Enabled"
    state = f"{bucket}, {'with' if versions else 'without'} versions"
    return judged("state bucket", state, good=versions, remedy=BOOTSTRAP)


def gateway_role(place: Place) -> Finding:
    """The role with which API Gateway writes logs, one for the account and region."""
    role = place.client("apigateway").get_account().get("cloudwatchRoleArn")
    return judged("API Gateway's role", role or "none", good=bool(role), remedy=BOOTSTRAP)


def concurrency(place: Place) -> Finding:
    """Lambda's quota, which the values promise to services that call others."""
    limit = place.client("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"]
    promised = int(place.environment.written.get("account_concurrency") or 0)
    remedy = (
        f"the values say account_concurrency = {promised}: have AWS raise “Concurrent executions”, "
        "or lower the value"
    )
    return judged(
        "concurrency", f"{limit} functions at once", good=limit >= promised, remedy=remedy
    )


def github(place: Place) -> Finding:
    """The OIDC provider with which pipelines get their roles."""
    providers = place.client("iam").list_open_id_connect_providers()
    arns = [each["Arn"] for each in providers["OpenIDConnectProviderList"]]
    good = any(arn.endswith(GITHUB) for arn in arns)
    state = "there" if good else f"{GITHUB} is not among the account's OIDC providers"
    return judged("GitHub's provider", state, good=good, remedy=BOOTSTRAP)


def certificate(place: Place) -> Finding:
    """The domain's certificate: in the region of the endpoint, issued, and not about to end."""
    values = place.environment.written
    arn = str(values["domain"].get("certificate_arn", ""))
    region = EDGE_REGION if values.get("endpoint_type") == "EDGE" else place.region
    if f":acm:{region}:" not in arn:
        remedy = f"request it in {region}, and put its ARN into the values"
        return Finding("certificate", f"{arn or 'none'} is not in {region}", remedy)
    acm = place.environment.cloud.client("acm", region)
    described: dict[str, Any] = acm.describe_certificate(CertificateArn=arn)["Certificate"]
    ends = described.get("NotAfter") or datetime.max.replace(tzinfo=UTC)
    good = described["Status"] == "ISSUED" and ends > datetime.now(UTC) + RENEWED
    state = f"{described['Status']}, ends {ends:%Y-%m-%d}"
    return judged("certificate", state, good=good, remedy="validate its domain by DNS, and wait")
