"""A temporary environment: deployed from nothing, and swept after its end."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from shared.product import NAME as PRODUCT
from tests.e2e.harness.calls import calls_by_role
from tests.e2e.harness.changes import edited
from tests.e2e.harness.inventory import inventory
from tests.e2e.harness.pipeline import Pipeline as Workflows
from tests.e2e.harness.product import CONTRACTS, NAME, Product
from tests.e2e.harness.stack import Stack
from tests.harness.github import Loopback, serving
from tests.harness.iam.policies import STATE_BUCKET, Pipeline, Previews

pytestmark = [pytest.mark.slow, pytest.mark.changes]

UNCHANGED = next((each for each in CONTRACTS if each != NAME), "authorizer")
OPENED = {"github.event.pull_request.number": "42", "github.event.action": "opened"}
CLOSED = {**OPENED, "github.event.action": "closed"}
GUEST = ("ENV=pr-42", "BASE=local")
NEEDS_NO_PERMISSION = {"sts:GetCallerIdentity"}
# A sweep erases the history of states, which no pipeline may do.
AN_ADMINISTRATORS = {"s3:DeleteObjectVersion", "s3:ListBucketVersions"}
# IAM knows no resource for the first two, and the others are looks that are no secret.
EVERYBODY_MAY = {
    "codedeploy:BatchGetDeploymentTargets",
    "codedeploy:ListDeploymentTargets",
    "codedeploy:GetDeploymentConfig",
    "cloudwatch:DescribeAlarms",
}
SETTLED_SECONDS = 5


@pytest.fixture(scope="module")
def before(stack: Stack) -> set[str]:
    """The content of the account without pr-42."""
    return inventory(stack)


@pytest.fixture(scope="module")
def github() -> Iterator[tuple[Loopback, str]]:
    with serving() as served:
        yield served


@pytest.fixture(scope="module")
def workflows(stack: Stack, github: tuple[Loopback, str]) -> Workflows:
    """The workflow `preview` of pull request 42, whose environment expires at once."""
    return Workflows(stack, github[1], BASE="local", HOURS="0")


@pytest.fixture(scope="module")
def guest(stack: Stack, before: set[str], workflows: Workflows) -> Stack:
    """The stack with an expired pr-42 beside it."""
    assert before
    workflows.job("preview", "preview", **OPENED)
    return stack


@pytest.mark.usefixtures("guest")
def test_the_pull_request_is_told_its_address_in_one_comment(
    github: tuple[Loopback, str],
) -> None:
    (comment,) = github[0].comments

    assert (comment["issue"], "`pr-42` answers at <http" in comment["body"]) == (42, True)


def test_it_answers_beside_the_lasting_one(guest: Stack) -> None:
    apis = guest.aws("apigateway").get_rest_apis()["items"]
    [api] = [each["id"] for each in apis if each["name"] == f"{PRODUCT}-pr-42"]
    port = guest.environment["API_PORT"]

    answer = httpx.get(f"http://127.0.0.1:{port}/restapis/{api}/v1/_user_request_/health")

    assert answer.json() == {"status": "ok"}


def test_its_functions_serve_its_own_consumers(guest: Stack, product: Product) -> None:
    secret = guest.aws("secretsmanager").get_secret_value(SecretId="/pr-42/consumers/acme")
    acme = json.loads(secret["SecretString"])
    [api] = [
        each["id"]
        for each in guest.aws("apigateway").get_rest_apis()["items"]
        if each["name"] == f"{PRODUCT}-pr-42"
    ]
    token = httpx.post(
        acme["token_url"],
        auth=(acme["client_id"], acme["client_secret"]),
        data={"grant_type": "client_credentials"},
    ).json()["access_token"]

    stage = f"http://127.0.0.1:{guest.environment['API_PORT']}/restapis/{api}/v1/_user_request_"
    with httpx.Client(base_url=stage, timeout=30) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        answer = product.read(client)

    assert (answer.status_code, answer.json().get("items", [])) == (product.status_read, [])


def test_everything_of_it_says_when_it_ends(guest: Stack, product: Product) -> None:
    dynamodb, name = guest.aws("dynamodb"), f"{PRODUCT}-pr-42-{product.name}"

    tags = dynamodb.list_tags_of_resource(
        ResourceArn=dynamodb.describe_table(TableName=name)["Table"]["TableArn"]
    )["Tags"]

    assert {"environment", "expires_at"} <= {tag["Key"] for tag in tags}


def test_a_function_says_which_commit_takes_its_traffic(guest: Stack, product: Product) -> None:
    name = f"{PRODUCT}-pr-42-{product.name}"
    function = f"arn:aws:lambda:eu-central-1:123456789012:function:{name}"

    assert "commit" in guest.aws("lambda").list_tags(Resource=function)["Tags"]


def test_a_new_version_takes_the_traffic(guest: Stack, product: Product) -> None:
    with edited(product.folder / "model.py", '"""', '"""About '):
        released = guest.make(f"deploy-{product.name}", *GUEST).stdout

    assert f"{product.name} version 2" in released


def test_it_goes_back_a_version(guest: Stack, product: Product) -> None:
    assert f"{product.name} version 1" in guest.make(f"rollback-{product.name}", *GUEST).stdout


def test_a_secret_of_it_is_rotated(guest: Stack) -> None:
    guest.make("rotate-secret", *GUEST, "CONSUMER=viewer")

    finished = guest.make("rotate-secret", *GUEST, "CONSUMER=viewer", "FINISH=1").stdout

    assert "begins to replace it" in finished.replace("\n", " ")


def test_its_table_is_restored(guest: Stack, product: Product) -> None:
    moment = datetime.now(UTC) - timedelta(seconds=SETTLED_SECONDS)

    restored = guest.make(f"restore-{product.name}", *GUEST, f"AT={moment:%Y-%m-%dT%H:%M:%SZ}")

    assert f"{PRODUCT}-pr-42-{product.name}-at-" in restored.stdout.replace("\n", "")


@pytest.mark.parametrize("root", ["gateway", UNCHANGED])
def test_a_later_plan_changes_nothing(guest: Stack, root: str) -> None:
    assert "No changes" in guest.make(f"plan-{root}", *GUEST).stdout


def test_nothing_is_swept_unasked(guest: Stack) -> None:
    sweep = guest.make("sweep", check=False)

    assert "pr-42: expired" in sweep.stdout
    assert sweep.returncode != 0
    assert "nothing was destroyed" in sweep.stdout


def test_a_sweep_takes_what_expired_and_leaves_the_rest(
    guest: Stack, product: Product, workflows: Workflows
) -> None:
    workflows.job("preview", "sweep", ENV="local")

    tables = guest.aws("dynamodb").list_tables()["TableNames"]
    assert not [name for name in tables if "pr-42" in name]
    assert product.function in tables
    assert "nothing to sweep" in guest.make("sweep").stdout


def test_a_pull_request_that_is_closed_after_the_sweep_leaves_nothing_to_destroy(
    guest: Stack, workflows: Workflows
) -> None:
    workflows.job("preview", "preview", **CLOSED)

    assert "nothing to sweep" in guest.make("sweep").stdout


def test_nothing_remains_but_keys_that_wait_for_their_end(guest: Stack, before: set[str]) -> None:
    """In any service of the embedded AWS, compared with its content before."""
    remains = inventory(guest) - before

    assert len(remains) == 3
    assert {each.split(": ")[0] for each in remains} == {"kms eu-central-1 keys"}
    assert [each for each in remains if "(PendingDeletion)" not in each] == []


def test_a_pipeline_may_do_all_that_this_took(stack: Stack) -> None:
    """Each call of its life, on the resources it named, by the role's policies and boundary."""
    pipeline, calls = Pipeline("pr-42"), calls_by_role(stack)["pr-42"]

    refused = [
        (action, resource)
        for action, resource in calls
        if pipeline.refuses(action, resource)
        and not (action in AN_ADMINISTRATORS and f":::{STATE_BUCKET}" in resource)
    ]

    assert {
        "codedeploy:CreateDeployment",
        "cognito-idp:AddUserPoolClientSecret",
        "cognito-idp:DeleteUserPool",
        "dynamodb:RestoreTableToPointInTime",
        "iam:PassRole",
        "lambda:UpdateAlias",
    } <= {action for action, _ in calls}
    assert [each for each in refused if each[0] not in NEEDS_NO_PERMISSION] == []


def test_the_role_of_pull_requests_may_sweep_it_too(stack: Stack) -> None:
    role, calls = Previews("pr-42"), calls_by_role(stack)["pr-42"]

    refused = [each for each in calls if role.refuses(*each)]

    assert [each for each in refused if each[0] not in NEEDS_NO_PERMISSION] == []


def test_a_pipeline_of_another_environment_may_not(stack: Stack) -> None:
    """The comparison itself: what this one names is out of the other's reach."""
    other, calls = Pipeline("pr-43"), calls_by_role(stack)["pr-42"]

    reached = [each for each in calls if "pr-42" in each[1] and not other.refuses(*each)]
    assert [each for each in reached if each[0] not in EVERYBODY_MAY] == []
