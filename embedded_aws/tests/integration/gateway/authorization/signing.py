"""Users and sessions of the embedded IAM, and requests signed with their keys."""

import json
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from embedded_aws.tests.integration.gateway.conftest import (
    ACCOUNT,
    REGION,
    Deployed,
    Options,
    World,
    ok,
    openapi,
    proxied,
)

SIGV4 = {
    "type": "apiKey",
    "name": "Authorization",
    "in": "header",
    "x-amazon-apigateway-authtype": "awsSigv4",
}


@dataclass(frozen=True)
class Signer:
    """A caller's credentials, and the way to sign with them."""

    key: str
    secret: str
    arn: str
    token: str | None = None
    region: str = REGION
    service: str = "execute-api"
    late: timedelta = timedelta()

    def but(self, **changes: Options) -> "Signer":
        """A copy with other credentials or another way to sign."""
        return replace(self, **changes)

    def headers(
        self, method: str, url: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> dict[str, str]:
        """All headers of the signed request."""
        request = AWSRequest(method, url, data=body, headers=headers or {})
        request.context["timestamp"] = (datetime.now(UTC) - self.late).strftime("%Y%m%dT%H%M%SZ")
        request.headers["X-Amz-Date"] = request.context["timestamp"]
        if self.token:
            request.headers["X-Amz-Security-Token"] = self.token
        auth = SigV4Auth(Credentials(self.key, self.secret), self.service, self.region)
        to_sign = auth.string_to_sign(request, auth.canonical_request(request))
        named = auth.signed_headers(auth.headers_to_sign(request))
        return {
            **dict(request.headers.items()),
            "Authorization": f"AWS4-HMAC-SHA256 Credential={auth.scope(request)}, "
            f"SignedHeaders={named}, Signature={auth.signature(to_sign, request)}",
        }

    def presigned(self, deployed: Deployed, path: str, seconds: int = 60) -> str:
        """The path with a presigned URL's query."""
        request = AWSRequest("GET", url_of(deployed, path))
        credentials = Credentials(self.key, self.secret, self.token)
        SigV4QueryAuth(credentials, self.service, self.region, expires=seconds).add_auth(request)
        return str(request.url).partition("/_user_request_")[2]


def url_of(deployed: Deployed, path: str) -> str:
    return f"http://127.0.0.1:{deployed.world.port}{deployed.base}{path}"


def call(
    deployed: Deployed,
    signer: Signer,
    path: str = "/orders",
    method: str = "GET",
    body: bytes = b"",
    **headers: str,
) -> httpx.Response:
    """One signed request; `X_Y` is the header `X-Y`."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    signed = signer.headers(method, url_of(deployed, path), body, given)
    return deployed.send(method, path, headers=signed, content=body)


def protected(world: World, **more: Options) -> Deployed:
    """GET and POST /orders and /orders/{id} with AWS_IAM."""
    orders = proxied(world.function(ok))
    paths = {path: {"get": orders, "post": orders} for path in ("/orders", "/orders/{id}")}
    components = {"securitySchemes": {"iam": SIGV4}}
    return world.deployed(openapi(paths, security=[{"iam": []}], components=components, **more))


def statement(effect: str = "Allow", resource: str = "*", **more: Options) -> dict[str, Any]:
    """A statement on everything below a stage of any API."""
    arn = f"arn:aws:execute-api:{REGION}:{ACCOUNT}:*/v1/{resource}"
    return {"Effect": effect, "Action": "execute-api:Invoke", "Resource": arn, **more}


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def name() -> str:
    return f"n{uuid.uuid4().hex[:12]}"


def user(world: World, *statements: dict[str, Any]) -> Signer:
    """A new user with these statements in an inline policy, and a key."""
    who = name()
    arn = world.iam.create_user(UserName=who)["User"]["Arn"]
    if statements:
        policy = document(*statements)
        world.iam.put_user_policy(UserName=who, PolicyName="own", PolicyDocument=policy)
    key = world.iam.create_access_key(UserName=who)["AccessKey"]
    return Signer(key["AccessKeyId"], key["SecretAccessKey"], arn)


def role(world: World, *statements: dict[str, Any], **more: Options) -> str:
    """The name of a new role with these statements in an inline policy."""
    who = name()
    world.iam.create_role(RoleName=who, AssumeRolePolicyDocument=document(), **more)
    if statements:
        policy = document(*statements)
        world.iam.put_role_policy(RoleName=who, PolicyName="own", PolicyDocument=policy)
    return who


def session(world: World, role_name: str, account: str = ACCOUNT, **more: Options) -> Signer:
    """A session of a role."""
    arn = f"arn:aws:iam::{account}:role/{role_name}"
    assumed = world.sts.assume_role(RoleArn=arn, RoleSessionName="session", **more)
    credentials = assumed["Credentials"]
    return Signer(
        credentials["AccessKeyId"],
        credentials["SecretAccessKey"],
        assumed["AssumedRoleUser"]["Arn"],
        credentials["SessionToken"],
    )
