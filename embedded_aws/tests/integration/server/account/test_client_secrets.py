"""Two secrets of one app client, and the labels of their versions in Secrets Manager."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from botocore.exceptions import ClientError

from embedded_aws.tests.integration.server.conftest import Client, EmbeddedAws, make_client


@pytest.fixture
def client(aws: EmbeddedAws) -> Client:
    """A client of its own for each test."""
    return make_client(aws)


def names(client: Client) -> dict[str, str]:
    return {"UserPoolId": client.pool_id, "ClientId": client.client_id}


def is_accepted(aws: EmbeddedAws, client: Client, secret: str) -> bool:
    answer = httpx.post(
        f"{aws.endpoint}/oauth2/token",
        auth=(client.client_id, secret),
        data={"grant_type": "client_credentials"},
    )
    return answer.status_code == 200


def refusal(call: Callable[[], Any]) -> str:
    with pytest.raises(ClientError) as error:
        call()
    return str(error.value.response["Error"]["Code"])


def test_both_secrets_work_until_one_is_deleted(aws: EmbeddedAws, client: Client) -> None:
    cognito = aws.client("cognito-idp")
    added = cognito.add_user_pool_client_secret(**names(client))["ClientSecretDescriptor"]
    secrets = client.secret, added["ClientSecretValue"]
    first, second = cognito.list_user_pool_client_secrets(**names(client))["ClientSecrets"]
    both = [is_accepted(aws, client, each) for each in secrets]

    cognito.delete_user_pool_client_secret(**names(client), ClientSecretId=first["ClientSecretId"])

    assert both == [True, True]
    assert [is_accepted(aws, client, each) for each in secrets] == [False, True]
    assert second["ClientSecretId"] == added["ClientSecretId"]


def test_a_listed_secret_tells_no_value(aws: EmbeddedAws, client: Client) -> None:
    cognito = aws.client("cognito-idp")

    [listed] = cognito.list_user_pool_client_secrets(**names(client))["ClientSecrets"]

    assert set(listed) == {"ClientSecretId", "ClientSecretCreateDate"}
    assert listed["ClientSecretId"].startswith(f"{client.client_id}--")


def test_a_secret_of_ones_own_is_taken_and_not_told(aws: EmbeddedAws, client: Client) -> None:
    own = "a" * 24

    added = aws.client("cognito-idp").add_user_pool_client_secret(**names(client), ClientSecret=own)

    assert "ClientSecretValue" not in added["ClientSecretDescriptor"]
    assert is_accepted(aws, client, own)


def test_a_third_secret_is_refused(aws: EmbeddedAws, client: Client) -> None:
    cognito = aws.client("cognito-idp")
    cognito.add_user_pool_client_secret(**names(client))

    code = refusal(lambda: cognito.add_user_pool_client_secret(**names(client)))

    assert code == "LimitExceededException"


def test_the_last_secret_stays(aws: EmbeddedAws, client: Client) -> None:
    cognito = aws.client("cognito-idp")
    [last] = cognito.list_user_pool_client_secrets(**names(client))["ClientSecrets"]
    named = names(client) | {"ClientSecretId": last["ClientSecretId"]}

    code = refusal(lambda: cognito.delete_user_pool_client_secret(**named))

    assert code == "InvalidParameterException"
    assert is_accepted(aws, client, client.secret)


def test_a_secret_has_cognitos_letters(aws: EmbeddedAws, client: Client) -> None:
    cognito, wrong = aws.client("cognito-idp"), "with-hyphens-1234567890-abc"

    code = refusal(lambda: cognito.add_user_pool_client_secret(**names(client), ClientSecret=wrong))

    assert code == "InvalidParameterException"


def test_a_secret_that_is_not_there_cannot_be_deleted(aws: EmbeddedAws, client: Client) -> None:
    cognito = aws.client("cognito-idp")
    named = names(client) | {"ClientSecretId": "nobody--1"}

    assert refusal(lambda: cognito.delete_user_pool_client_secret(**named)) == (
        "ResourceNotFoundException"
    )


def test_a_client_without_a_secret_gets_none(aws: EmbeddedAws, client: Client) -> None:
    cognito = aws.client("cognito-idp")
    web = cognito.create_user_pool_client(UserPoolId=client.pool_id, ClientName="web")
    named = names(client) | {"ClientId": web["UserPoolClient"]["ClientId"]}

    code = refusal(lambda: cognito.add_user_pool_client_secret(**named))

    assert code == "InvalidParameterException"


def test_a_secret_is_read_where_awscurrent_was_moved_to(aws: EmbeddedAws) -> None:
    secrets = aws.client("secretsmanager")
    first = secrets.create_secret(Name="moved", SecretString="1")["VersionId"]
    pending = secrets.put_secret_value(
        SecretId="moved", SecretString="2", VersionStages=["AWSPENDING"]
    )["VersionId"]
    before = secrets.get_secret_value(SecretId="moved")["SecretString"]

    secrets.update_secret_version_stage(
        SecretId="moved",
        VersionStage="AWSCURRENT",
        MoveToVersionId=pending,
        RemoveFromVersionId=first,
    )

    assert (before, secrets.get_secret_value(SecretId="moved")["SecretString"]) == ("1", "2")


def test_a_label_of_ones_own_stays_where_it_is(aws: EmbeddedAws) -> None:
    secrets = aws.client("secretsmanager")
    secrets.create_secret(Name="labelled")
    stages = ["AWSCURRENT", "MINE"]
    first = secrets.put_secret_value(SecretId="labelled", SecretString="1", VersionStages=stages)

    second = secrets.put_secret_value(SecretId="labelled", SecretString="2")

    labels = secrets.describe_secret(SecretId="labelled")["VersionIdsToStages"]
    assert sorted(labels[first["VersionId"]]) == ["AWSPREVIOUS", "MINE"]
    assert labels[second["VersionId"]] == ["AWSCURRENT"]
