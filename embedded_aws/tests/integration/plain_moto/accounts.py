"""IAM's policies, Lambda's event sources, tokens and domains of user pools."""

import base64
import json
from typing import Any

from moto.awslambda.models import LambdaFunction
from moto.s3 import notifications
from moto.sns.models import Subscription
from moto.sqs.models import sqs_backends

from embedded_aws.tests.integration.functions.conftest import zipped
from embedded_aws.tests.integration.plain_moto.asking import Client, Probe, refuses, takes

MOTO = "moto."


def lacks_managed_policies(client: Client) -> bool:
    return not client("iam").list_policies(Scope="AWS")["Policies"]


def needs_containers(_: Client) -> bool:
    return str(LambdaFunction.invoke.__module__).startswith(MOTO)


def notifies_containers(_: Client) -> bool:
    return str(notifications._invoke_awslambda.__module__).startswith(MOTO)


def publishes_to_containers(_: Client) -> bool:
    return str(Subscription.publish.__module__).startswith(MOTO)


def pushes_messages(client: Client) -> bool:
    queue = client("sqs").create_queue(QueueName="q")["QueueUrl"]
    role = client("iam").create_role(RoleName="r", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    lambda_ = client("lambda")
    lambda_.create_function(
        FunctionName="f",
        Runtime="python3.13",
        Role=role,
        Handler="main.handle",
        Code={"ZipFile": zipped("")},
    )
    arn = client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    source = arn["Attributes"]["QueueArn"]
    lambda_.create_event_source_mapping(FunctionName="f", EventSourceArn=source)
    stored = sqs_backends["123456789012"]["eu-central-1"].queues["q"]
    return bool(stored.lambda_event_source_mappings)


def _signed_in(client: Client, flow: str, **settings: Any) -> dict[str, Any]:
    cognito = client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="p")["UserPool"]["Id"]
    app = cognito.create_user_pool_client(UserPoolId=pool, ClientName="a", **settings)
    email = [{"Name": "email", "Value": "a@b.c"}]
    cognito.admin_create_user(UserPoolId=pool, Username="ada", UserAttributes=email)
    given = {"UserPoolId": pool, "Username": "ada"}
    cognito.admin_set_user_password(**given, Password="Secret-1234", Permanent=True)
    answer = cognito.admin_initiate_auth(
        UserPoolId=pool,
        ClientId=app["UserPoolClient"]["ClientId"],
        AuthFlow=flow,
        AuthParameters={"USERNAME": "ada", "PASSWORD": "Secret-1234"},
    )
    return dict(answer["AuthenticationResult"])


def forgets_attributes(client: Client) -> bool:
    tokens = _signed_in(client, "ADMIN_NO_SRP_AUTH", ExplicitAuthFlows=["ADMIN_NO_SRP_AUTH"])
    body = tokens["IdToken"].split(".")[1]
    return "email" not in json.loads(base64.urlsafe_b64decode(body + "=="))


def takes_any_flow(client: Client) -> bool:
    return takes(lambda: _signed_in(client, "ADMIN_NO_SRP_AUTH"))


def takes_any_proof(client: Client) -> bool:
    cognito = client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="p")["UserPool"]["Id"]
    app = cognito.create_user_pool_client(UserPoolId=pool, ClientName="a")["UserPoolClient"]
    given = {"UserPoolId": pool, "Username": "ada"}
    cognito.admin_create_user(**given)
    cognito.admin_set_user_password(**given, Password="Secret-1234", Permanent=True)
    parameters = {"USERNAME": "ada", "SRP_A": "5"}
    challenge = cognito.initiate_auth(
        ClientId=app["ClientId"], AuthFlow="USER_SRP_AUTH", AuthParameters=parameters
    )["ChallengeParameters"]
    return takes(
        cognito.respond_to_auth_challenge,
        ClientId=app["ClientId"],
        ChallengeName="PASSWORD_VERIFIER",
        ChallengeResponses={
            "USERNAME": "ada",
            "PASSWORD_CLAIM_SECRET_BLOCK": challenge["SECRET_BLOCK"],
            "PASSWORD_CLAIM_SIGNATURE": "none",
            "TIMESTAMP": "now",
        },
    )


def hides_certificates(client: Client) -> bool:
    cognito = client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="p")["UserPool"]["Id"]
    custom = {"CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/c"}
    cognito.create_user_pool_domain(
        Domain="auth.example.com", UserPoolId=pool, CustomDomainConfig=custom
    )
    domain = cognito.describe_user_pool_domain(Domain="auth.example.com")["DomainDescription"]
    return bool(domain.get("CustomDomainConfig") != custom)


def lacks_pattern_tests(client: Client) -> bool:
    logs = client("logs")
    return refuses(logs.test_metric_filter, filterPattern="a", logEventMessages=["a"])


def knows_groups_by_name_alone(client: Client) -> bool:
    logs = client("logs")
    logs.create_log_group(logGroupName="/g")
    arn = "arn:aws:logs:eu-central-1:123456789012:log-group:/g"
    try:
        logs.filter_log_events(logGroupIdentifier=arn)
    except Exception:  # noqa: BLE001 - whatever it is, it does not know the group
        return True
    return False


def signs_in_without_the_secret(client: Client) -> bool:
    flows = ["ALLOW_USER_PASSWORD_AUTH"]
    cognito = client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="p")["UserPool"]["Id"]
    app = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="a", GenerateSecret=True, ExplicitAuthFlows=flows
    )["UserPoolClient"]
    given = {"UserPoolId": pool, "Username": "ada"}
    cognito.admin_create_user(**given)
    cognito.admin_set_user_password(**given, Password="Secret-1234", Permanent=True)
    return takes(
        cognito.initiate_auth,
        ClientId=app["ClientId"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "ada", "PASSWORD": "Secret-1234"},
    )


def deletes_a_protected_pool(client: Client) -> bool:
    cognito = client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="p", DeletionProtection="ACTIVE")["UserPool"]["Id"]
    return takes(cognito.delete_user_pool, UserPoolId=pool)


def lacks_revocation(client: Client) -> bool:
    cognito = client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="p")["UserPool"]["Id"]
    app = cognito.create_user_pool_client(UserPoolId=pool, ClientName="a")["UserPoolClient"]
    return refuses(cognito.revoke_token, Token="none", ClientId=app["ClientId"])


def breaks_on_an_unknown_query(client: Client) -> bool:
    return refuses(client("logs").get_query_results, queryId="none")


def opens_new_buckets(client: Client) -> bool:
    s3 = client("s3")
    place = {"LocationConstraint": "eu-central-1"}
    s3.create_bucket(Bucket="bucket", CreateBucketConfiguration=place)
    return not takes(s3.get_public_access_block, Bucket="bucket")


def forgets_parts_of_lifecycles(client: Client) -> bool:
    s3 = client("s3")
    place = {"LocationConstraint": "eu-central-1"}
    s3.create_bucket(Bucket="bucket", CreateBucketConfiguration=place)
    newer = {"NoncurrentDays": 3, "NewerNoncurrentVersions": 2}
    rule = {"ID": "r", "Status": "Enabled", "Filter": {}, "NoncurrentVersionExpiration": newer}
    s3.put_bucket_lifecycle_configuration(Bucket="bucket", LifecycleConfiguration={"Rules": [rule]})
    (stored,) = s3.get_bucket_lifecycle_configuration(Bucket="bucket")["Rules"]
    return bool(stored["NoncurrentVersionExpiration"] != newer)


PROBES: dict[str, Probe] = {
    "patches.awslambda.events.deliveries": needs_containers,
    "patches.awslambda.events.event_sources": pushes_messages,
    "patches.cognito.domains": hides_certificates,
    "patches.cognito.flows": takes_any_flow,
    "patches.cognito.pools": deletes_a_protected_pool,
    "patches.cognito.revocation": lacks_revocation,
    "patches.cognito.sign_ins": signs_in_without_the_secret,
    "patches.logs.queries": breaks_on_an_unknown_query,
    "patches.cognito.sign_in_proofs": takes_any_proof,
    "patches.cognito.tokens": forgets_attributes,
    "patches.iam.managed_policies": lacks_managed_policies,
    "patches.logs.groups": knows_groups_by_name_alone,
    "patches.logs.pattern_tests": lacks_pattern_tests,
    "patches.s3.lifecycles": forgets_parts_of_lifecycles,
    "patches.s3.new_buckets": opens_new_buckets,
    "patches.s3.events": notifies_containers,
    "patches.sns": publishes_to_containers,
}
