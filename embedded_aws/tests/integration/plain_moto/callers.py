"""Cognito, IAM's conditions, Secrets Manager."""

import json
from typing import Any

from moto.cognitoidp.responses import CognitoIdpJsonWebKeyResponse
from moto.utilities.utils import load_resource

from embedded_aws.tests.integration.plain_moto.asking import Client, Probe, refuses, takes


def _pool(client: Client) -> tuple[Any, str]:
    cognito = client("cognito-idp")
    return cognito, cognito.create_user_pool(PoolName="people")["UserPool"]["Id"]


def takes_unknown_scopes(client: Client) -> bool:
    cognito, pool = _pool(client)
    return takes(
        cognito.create_user_pool_client,
        UserPoolId=pool,
        ClientName="acme",
        AllowedOAuthScopes=["orders/read"],
    )


def lacks_delete_resource_server(client: Client) -> bool:
    cognito, pool = _pool(client)
    cognito.create_resource_server(UserPoolId=pool, Identifier="orders", Name="orders")
    return refuses(cognito.delete_resource_server, UserPoolId=pool, Identifier="orders")


def lacks_second_secrets(client: Client) -> bool:
    cognito, pool = _pool(client)
    answer = cognito.create_user_pool_client(UserPoolId=pool, ClientName="a", GenerateSecret=True)
    client_id = answer["UserPoolClient"]["ClientId"]
    return refuses(cognito.list_user_pool_client_secrets, UserPoolId=pool, ClientId=client_id)


def applies_denies_of_plain_http(client: Client) -> bool:
    s3 = client("s3")
    s3.create_bucket(
        Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    deny = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    s3.put_bucket_policy(Bucket="bucket", Policy=json.dumps({"Statement": [deny]}))
    return not takes(s3.put_object, Bucket="bucket", Key="k", Body=b"")


def forgets_other_labels(client: Client) -> bool:
    secrets = client("secretsmanager")
    secrets.create_secret(Name="s", SecretString="1")
    first = secrets.describe_secret(SecretId="s")["VersionIdsToStages"]
    [version] = first
    secrets.update_secret_version_stage(SecretId="s", VersionStage="OURS", MoveToVersionId=version)
    secrets.put_secret_value(SecretId="s", SecretString="2")
    labels = secrets.describe_secret(SecretId="s")["VersionIdsToStages"].get(version, [])
    return sorted(labels) != ["AWSPREVIOUS", "OURS"]


def publishes_its_signing_key(_: Client) -> bool:
    bundled = load_resource("cognitoidp/resources/jwks-public.json")["keys"][0]["n"]
    return any(
        each["n"] == bundled
        for each in json.loads(CognitoIdpJsonWebKeyResponse.json_web_key)["keys"]
    )


PROBES: dict[str, Probe] = {
    "patches.cognito.clients": takes_unknown_scopes,
    "patches.cognito.resource_servers": lacks_delete_resource_server,
    "patches.cognito.client_secrets": lacks_second_secrets,
    "patches.cognito.signing_keys": publishes_its_signing_key,
    "patches.s3.plain_http": applies_denies_of_plain_http,
    "patches.secretsmanager": forgets_other_labels,
}
