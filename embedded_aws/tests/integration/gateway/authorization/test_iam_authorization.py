"""AWS_IAM: accepted signatures, and the permissions of their callers."""

import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from moto.sts.models import sts_backends

from embedded_aws.tests.integration.gateway.authorization.signing import (
    SIGV4,
    Signer,
    call,
    document,
    name,
    protected,
    role,
    session,
    statement,
    url_of,
    user,
)
from embedded_aws.tests.integration.gateway.conftest import (
    ACCOUNT,
    REGION,
    Deployed,
    World,
    invocation_uri,
    ok,
    openapi,
    proxied,
)
from embedded_aws.tests.integration.gateway.observed.test_access_log import line, logging_to

INVALID_TOKEN = {"message": "The security token included in the request is invalid."}
ELSEWHERE = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
HERE = {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "127.0.0.0/8"]}}
UNKNOWN = {"StringEquals": {"aws:PrincipalTag/team": "a"}}


def event(world: World) -> dict[str, Any]:
    """The event of the function behind the method."""
    ((got,),) = world.functions.events.values()
    return got


def identity(world: World) -> dict[str, Any]:
    return dict(event(world)["requestContext"]["identity"])


def test_a_signed_request_of_an_allowed_user_reaches_the_function(world: World) -> None:
    deployed = protected(world)

    answer = call(deployed, user(world, statement()))

    assert (answer.status_code, answer.text) == (200, "ok")


def test_a_signature_by_the_letter_of_the_specification_is_accepted(world: World) -> None:
    deployed, signer = protected(world), user(world, statement())
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    scope = f"{now[:8]}/{REGION}/execute-api/aws4_request"
    host = f"127.0.0.1:{world.port}"
    body = b'{"a": 1}'
    request = (
        f"POST\n{deployed.base}/orders/a%2520b\nb=%C3%BC&c=1%202\nhost:{host}\nuser-agent:me too\n"
        f"x-amz-date:{now}\n\nhost;user-agent;x-amz-date\n{hashlib.sha256(body).hexdigest()}"
    )
    hashed = hashlib.sha256(request.encode()).hexdigest()
    key = f"AWS4{signer.secret}".encode()
    to_sign = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{hashed}"
    day = hmac.new(key, now[:8].encode(), "sha256").digest()
    region = hmac.new(day, REGION.encode(), "sha256").digest()
    service = hmac.new(region, b"execute-api", "sha256").digest()
    signing = hmac.new(service, b"aws4_request", "sha256").digest()
    signature = hmac.new(signing, to_sign.encode(), "sha256").hexdigest()

    answer = deployed.raw(
        f"POST {{base}}/orders/a%20b?c=1%202&b=%C3%BC HTTP/1.1\r\nHost: {host}\r\n"
        f"User-Agent:   me   too \r\nX-Amz-Date: {now}\r\nContent-Length: {len(body)}\r\n"
        f"Authorization: AWS4-HMAC-SHA256 Credential={signer.key}/{scope},"
        f"SignedHeaders=host;user-agent;x-amz-date,Signature={signature}\r\n\r\n",
        body,
    )

    assert answer.startswith(b"HTTP/1.1 200 OK")


def test_an_unsigned_request_lacks_an_authentication_token(world: World) -> None:
    answer = protected(world).get("/orders")

    assert (answer.status_code, answer.json()) == (403, {"message": "Missing Authentication Token"})
    assert answer.headers["x-amzn-errortype"] == "MissingAuthenticationTokenException"
    assert world.functions.events == {}


def test_an_unknown_key_is_not_recognized(world: World) -> None:
    signer = Signer("AKIAIOSFODNN7EXAMPLE", "secret", "")

    answer = call(protected(world), signer)

    assert (answer.status_code, answer.json()) == (403, INVALID_TOKEN)
    assert answer.headers["x-amzn-errortype"] == "UnrecognizedClientException"


def test_an_inactive_key_is_not_recognized(world: World) -> None:
    signer = user(world, statement())
    who = signer.arn.split("/")[-1]
    world.iam.update_access_key(UserName=who, AccessKeyId=signer.key, Status="Inactive")

    assert call(protected(world), signer).json() == INVALID_TOKEN


def test_the_key_of_a_deleted_user_is_not_recognized(world: World) -> None:
    signer = user(world)
    who = signer.arn.split("/")[-1]
    world.iam.delete_access_key(UserName=who, AccessKeyId=signer.key)
    world.iam.delete_user(UserName=who)

    assert call(protected(world), signer).json() == INVALID_TOKEN


def test_a_signature_with_another_secret_is_refused_as_invalid(world: World) -> None:
    signer = user(world, statement()).but(secret="another")

    answer = call(protected(world), signer)

    assert answer.status_code == 403
    assert answer.headers["x-amzn-errortype"] == "InvalidSignatureException"
    assert answer.json()["message"].startswith(
        "The request signature we calculated does not match the signature you provided. "
        "Check your AWS Secret Access Key and signing method."
    )


def test_a_refused_signature_is_told_what_should_have_been_signed(world: World) -> None:
    deployed = protected(world)

    answer = call(deployed, user(world).but(secret="another"), "/orders?b=2&a=1")

    message = answer.json()["message"]
    assert f"have been\n'GET\n{deployed.base}/orders\na=1&b=2\nhost:127.0.0.1:" in message
    assert "The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n" in message


@pytest.mark.parametrize(
    ("method", "path", "body", "header"),
    [
        ("POST", "/orders?a=1", b"two", "1"),
        ("POST", "/orders?a=2", b"one", "1"),
        ("POST", "/orders?a=1&b=", b"one", "1"),
        ("POST", "/orders/7?a=1", b"one", "1"),
        ("POST", "/orders?a=1", b"one", "2"),
        ("GET", "/orders?a=1", b"one", "1"),
    ],
)
def test_what_was_changed_after_signing_is_refused(
    world: World, method: str, path: str, body: bytes, header: str
) -> None:
    deployed, signer = protected(world), user(world, statement())
    url = url_of(deployed, "/orders?a=1")
    signed = signer.headers("POST", url, b"one", {"X-Signed": "1"})
    sent = {**signed, "X-Signed": header}

    first = deployed.send("POST", "/orders?a=1", headers=signed, content=b"one")
    second = deployed.send(method, path, headers=sent, content=body)

    assert (first.status_code, second.status_code) == (200, 403)
    assert second.headers["x-amzn-errortype"] == "InvalidSignatureException"


def test_a_signed_body_reaches_the_function(world: World) -> None:
    call(protected(world), user(world, statement()), method="POST", body=b'{"a": 1}')

    assert event(world)["body"] == '{"a": 1}'


def test_a_body_that_was_left_unsigned_is_refused(world: World) -> None:
    sent = {"X_Amz_Content_Sha256": "UNSIGNED-PAYLOAD"}

    answer = call(protected(world), user(world, statement()), method="POST", body=b"one", **sent)

    assert answer.headers["x-amzn-errortype"] == "InvalidSignatureException"


@pytest.mark.parametrize(("body", "status"), [(b"one", 200), (b"two", 403)])
def test_a_hash_of_the_body_in_a_header_is_checked(world: World, body: bytes, status: int) -> None:
    deployed, signer = protected(world), user(world, statement())
    claimed = {"X-Amz-Content-Sha256": hashlib.sha256(b"one").hexdigest()}
    signed = signer.headers("POST", url_of(deployed, "/orders"), b"one", claimed)

    answer = deployed.send("POST", "/orders", headers=signed, content=body)

    assert answer.status_code == status


@pytest.mark.parametrize(
    "path",
    [
        "/orders?b=2&a=1&a=0",
        "/orders?empty=&x",
        "/orders?text=a%20b%2Fc%3D%C3%BC",
        "/orders?A=1&a=2",
        "/orders/a%20b",
        "/orders/%C3%BC",
        "/orders/a:b@c!$'()*,;=",
        "/orders/7/",
    ],
)
def test_paths_and_queries_are_signed_in_their_canonical_form(world: World, path: str) -> None:
    assert call(protected(world), user(world, statement()), path).status_code == 200


@pytest.mark.parametrize(
    ("minutes", "said"), [(4, None), (-4, None), (6, "Signature expired: "), (-6, "Signature not")]
)
def test_a_signature_counts_for_five_minutes_each_way(
    world: World, minutes: int, said: str | None
) -> None:
    signer = user(world, statement()).but(late=timedelta(minutes=minutes))

    answer = call(protected(world), signer)

    assert answer.status_code == (403 if said else 200)
    assert answer.text == "ok" or answer.json()["message"].startswith(str(said))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"region": "us-east-1"}, "Credential should be scoped to a valid region"),
        ({"service": "s3"}, "Credential should be scoped to correct service: 'execute-api'."),
    ],
)
def test_a_signature_for_another_region_or_service_is_refused(
    world: World, changes: dict[str, str], said: str
) -> None:
    answer = call(protected(world), user(world, statement()).but(**changes))

    assert answer.headers["x-amzn-errortype"] == "InvalidSignatureException"
    assert answer.json()["message"].startswith(said)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("/aws4_request", "/aws3_request", "Credential should be scoped with a valid terminator"),
        ("SignedHeaders=host;", "SignedHeaders=", "'Host' or ':authority' must be"),
        ("Credential=", "Credential=x/20200101", "The security token"),
        ("/20", "/19", "Date in Credential scope does not match"),
    ],
)
def test_a_scope_that_does_not_fit_is_refused(world: World, old: str, new: str, said: str) -> None:
    deployed, signer = protected(world), user(world, statement())
    headers = signer.headers("GET", url_of(deployed, "/orders"))
    headers["Authorization"] = headers["Authorization"].replace(old, new, 1)

    answer = deployed.get("/orders", headers=headers)

    assert answer.status_code == 403
    assert answer.json()["message"].startswith(said)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Bearer token", "Invalid key=value pair (missing equal-sign)"),
        ("AWS4-HMAC-SHA256 nonsense", "Invalid key=value pair (missing equal-sign)"),
        ("AWS4-HMAC-SHA256 Signature=1", "Authorization header requires 'Credential' parameter."),
        (
            "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=1",
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
        ),
    ],
)
def test_an_incomplete_signature_is_told_what_it_lacks(
    world: World, header: str, said: str
) -> None:
    answer = protected(world).get("/orders", headers={"Authorization": header})

    assert answer.status_code == 403
    assert answer.headers["x-amzn-errortype"] == "IncompleteSignatureException"
    assert answer.json()["message"].startswith(said)
    assert header not in answer.text


@pytest.mark.parametrize(
    ("date", "credential"),
    [("yesterday", "a/20260101/r/execute-api/aws4_request"), ("20260101T000000Z", "a/b")],
)
def test_a_signature_that_makes_no_sense_is_incomplete(
    world: World, date: str, credential: str
) -> None:
    header = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature=1"

    answer = protected(world).get("/orders", headers={"Authorization": header, "X-Amz-Date": date})

    assert answer.headers["x-amzn-errortype"] == "IncompleteSignatureException"


def test_a_presigned_url_is_a_signature(world: World) -> None:
    deployed, signer = protected(world), user(world, statement())

    answer = deployed.get(signer.presigned(deployed, "/orders/7?a=1%202"))

    assert answer.status_code == 200


def test_a_session_may_presign_too(world: World) -> None:
    deployed, signer = protected(world), session(world, role(world, statement()))

    assert deployed.get(signer.presigned(deployed, "/orders")).status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("/orders?", "/orders?more=1&", "InvalidSignatureException"),
        ("/orders", "/orders/7", "InvalidSignatureException"),
        ("Expires=60", "Expires=600", "InvalidSignatureException"),
        ("Expires=60", "Expires=604801", "IncompleteSignatureException"),
        ("Expires=60", "Expires=soon", "IncompleteSignatureException"),
        ("X-Amz-Expires=60&", "", "IncompleteSignatureException"),
        ("SHA256&", "SHA1&", "IncompleteSignatureException"),
    ],
)
def test_a_changed_presigned_url_is_refused(world: World, old: str, new: str, kind: str) -> None:
    deployed, signer = protected(world), user(world, statement())
    presigned = signer.presigned(deployed, "/orders")

    answer = deployed.get(presigned.replace(old, new, 1))

    assert (answer.status_code, answer.headers["x-amzn-errortype"]) == (403, kind)


def test_a_presigned_url_runs_out(world: World) -> None:
    deployed, signer = protected(world), user(world, statement())
    presigned = signer.presigned(deployed, "/orders", seconds=1)
    long_ago = re.sub(r"(Date=|%2F)20\d{6}", r"\g<1>20200101", presigned)

    answer = deployed.get(long_ago)

    assert answer.json()["message"].startswith("Signature expired: ")


def test_a_session_of_an_allowed_role_reaches_the_function(world: World) -> None:
    signer = session(world, role(world, statement()))

    assert call(protected(world), signer).status_code == 200


@pytest.mark.parametrize("token", [None, "another"])
def test_a_session_needs_its_token(world: World, token: str | None) -> None:
    signer = session(world, role(world, statement())).but(token=token)

    answer = call(protected(world), signer)

    assert (answer.status_code, answer.json()) == (403, INVALID_TOKEN)


def test_a_users_key_goes_with_no_token(world: World) -> None:
    signer = user(world, statement()).but(token="token")

    assert call(protected(world), signer).json() == INVALID_TOKEN


def test_a_session_that_is_over_is_told_so(world: World) -> None:
    signer = session(world, role(world, statement()))
    assumed = sts_backends[ACCOUNT]["aws"].get_assumed_role_from_access_key(signer.key)
    assumed.expiration -= timedelta(days=1)

    answer = call(protected(world), signer)

    assert (answer.status_code, answer.json()) == (
        403,
        {"message": "The security token included in the request is expired"},
    )
    assert answer.headers["x-amzn-errortype"] == "ExpiredTokenException"


def test_a_session_ends_with_its_role(world: World) -> None:
    who = role(world)
    signer = session(world, who)
    world.iam.delete_role(RoleName=who)

    assert call(protected(world), signer).json() == INVALID_TOKEN


def test_an_attached_policy_of_a_user_counts(world: World) -> None:
    signer = user(world)
    who = signer.arn.split("/")[-1]
    arn = world.iam.create_policy(PolicyName=name(), PolicyDocument=document(statement()))
    world.iam.attach_user_policy(UserName=who, PolicyArn=arn["Policy"]["Arn"])

    assert call(protected(world), signer).status_code == 200


def test_only_the_default_version_of_an_attached_policy_counts(world: World) -> None:
    who = role(world)
    arn = world.iam.create_policy(PolicyName=name(), PolicyDocument=document(statement()))
    arn = arn["Policy"]["Arn"]
    world.iam.attach_role_policy(RoleName=who, PolicyArn=arn)
    deployed, signer = protected(world), session(world, who)
    first = call(deployed, signer).status_code

    narrower = document(statement("Allow", "POST/*"))
    world.iam.create_policy_version(PolicyArn=arn, PolicyDocument=narrower, SetAsDefault=True)

    assert (first, call(deployed, signer).status_code) == (200, 403)


def test_an_inline_policy_of_a_group_counts(world: World) -> None:
    signer, group = user(world), name()
    world.iam.create_group(GroupName=group)
    world.iam.put_group_policy(
        GroupName=group, PolicyName="own", PolicyDocument=document(statement())
    )
    deployed = protected(world)
    before = call(deployed, signer).status_code

    world.iam.add_user_to_group(GroupName=group, UserName=signer.arn.split("/")[-1])

    assert (before, call(deployed, signer).status_code) == (403, 200)


def test_an_attached_policy_of_a_group_counts(world: World) -> None:
    signer, group = user(world), name()
    world.iam.create_group(GroupName=group)
    arn = world.iam.create_policy(PolicyName=name(), PolicyDocument=document(statement()))
    world.iam.attach_group_policy(GroupName=group, PolicyArn=arn["Policy"]["Arn"])
    world.iam.add_user_to_group(GroupName=group, UserName=signer.arn.split("/")[-1])

    assert call(protected(world), signer).status_code == 200


def test_a_caller_whom_nothing_allows_is_told_what_is_missing(world: World) -> None:
    deployed, signer = protected(world), user(world)

    answer = call(deployed, signer, "/orders/7")

    assert answer.status_code == 403
    assert answer.headers["x-amzn-errortype"] == "AccessDeniedException"
    assert answer.json() == {
        "Message": f"User: {signer.arn} is not authorized to perform: execute-api:Invoke on "
        f"resource: arn:aws:execute-api:{REGION}:********9012:{deployed.id}/v1/GET/orders/7 "
        "because no identity-based policy allows the execute-api:Invoke action"
    }


def test_an_explicit_deny_of_iam_wins_and_is_told(world: World) -> None:
    signer = user(world, statement(), statement("Deny", "GET/orders"))

    answer = call(protected(world), signer)

    assert answer.status_code == 403
    assert answer.json()["Message"].endswith("with an explicit deny in an identity-based policy")


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (statement("Allow", "GET/orders/*"), 200),
        (statement("Allow", "*/orders/7"), 200),
        (statement("Allow", "GET/orders"), 403),
        (statement("Allow", "POST/*"), 403),
        (statement(Action="execute-api:*"), 200),
        (statement(Action="s3:*"), 403),
        ({"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}, 200),
        ({"Effect": "Allow", "NotAction": "execute-api:*", "Resource": "*"}, 403),
        (
            {
                "Effect": "Allow",
                "Action": "*",
                "NotResource": "arn:aws:execute-api:*:*:*/GET/orders/7",
            },
            403,
        ),
        (statement(Condition=HERE), 200),
        (statement(Condition=ELSEWHERE), 403),
        (statement("Allow", "GET/orders/${aws:username}"), 403),
        (statement("Allow", "GET/orders/${aws:nothing}"), 403),
    ],
)
def test_iam_decides_by_action_method_arn_and_condition(
    world: World, given: dict[str, Any], status: int
) -> None:
    assert call(protected(world), user(world, given), "/orders/7").status_code == status


def test_a_policy_may_say_the_users_own_name(world: World) -> None:
    deployed = protected(world)
    signer = user(world, statement("Allow", "GET/orders/${aws:username}"))

    own = call(deployed, signer, f"/orders/{signer.arn.split('/')[-1]}")

    assert (own.status_code, call(deployed, signer, "/orders/other").status_code) == (200, 403)


@pytest.mark.parametrize(
    "given",
    [
        [statement(Condition=UNKNOWN)],
        [statement(), statement("Deny", Condition=UNKNOWN)],
        [statement(), statement("Deny", "GET/${aws:PrincipalTag/place}")],
        [statement(Condition={"ForAllValues:StringEquals": {"aws:TagKeys": "a"}})],
    ],
)
def test_what_cannot_be_judged_never_widens_rights(
    world: World, given: list[dict[str, Any]]
) -> None:
    assert call(protected(world), user(world, *given)).status_code == 403


def test_a_session_policy_narrows_what_the_role_may(world: World) -> None:
    who = role(world, statement())
    signer = session(world, who, Policy=document(statement("Allow", "GET/orders")))
    deployed = protected(world)

    answer = call(deployed, signer, "/orders/7")

    assert call(deployed, signer).status_code == 200
    assert answer.json()["Message"].endswith(
        "because no session policy allows the execute-api:Invoke action"
    )


def test_a_permissions_boundary_narrows_what_the_role_may(world: World) -> None:
    limit = document(statement("Allow", "GET/orders"))
    arn = world.iam.create_policy(PolicyName=name(), PolicyDocument=limit)["Policy"]["Arn"]
    signer = session(world, role(world, statement(), PermissionsBoundary=arn))
    deployed = protected(world)

    answer = call(deployed, signer, "/orders/7")

    assert call(deployed, signer).status_code == 200
    assert answer.json()["Message"].endswith(
        "because no permissions boundary allows the execute-api:Invoke action"
    )


def test_the_function_learns_who_signed(world: World) -> None:
    signer = user(world, statement())
    who = world.iam.get_user(UserName=signer.arn.split("/")[-1])["User"]["UserId"]

    call(protected(world), signer)

    seen = identity(world)
    assert (seen["accessKey"], seen["accountId"]) == (signer.key, ACCOUNT)
    assert (seen["caller"], seen["user"], seen["userArn"]) == (who, who, signer.arn)
    assert seen["principalOrgId"] is None
    assert "authorizer" not in event(world)["requestContext"]


def test_the_function_learns_which_session_signed(world: World) -> None:
    who = role(world, statement())
    role_id = world.iam.get_role(RoleName=who)["Role"]["RoleId"]

    call(protected(world), session(world, who))

    seen = identity(world)
    assert seen["caller"] == seen["user"] == f"{role_id}:session"
    assert seen["userArn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/{who}/session"


def test_the_access_log_tells_who_signed_and_how_it_went(world: World) -> None:
    names = ["identity.userArn", "identity.accountId", "identity.caller", "identity.user"]
    phases = ["authenticate.status", "authenticate.latency", "authorize.status"]
    deployed = logging_to(
        protected(world), [*names, *phases, "authorize.latency", "authenticate.error"]
    )
    signer = user(world, statement())

    call(deployed, signer)

    written = line(world)
    assert (written["identity.userArn"], written["identity.accountId"]) == (signer.arn, ACCOUNT)
    assert written["identity.caller"] == written["identity.user"] != "-"
    assert (written["authenticate.status"], written["authorize.status"]) == ("200", "200")
    assert (written["authenticate.latency"] + written["authorize.latency"]).isdecimal()
    assert written["authenticate.error"] == "-"


def test_the_access_log_tells_a_refused_signature(world: World) -> None:
    names = ["authenticate.status", "authenticate.error", "authorize.status", "identity.userArn"]
    deployed = logging_to(protected(world), [*names, "error.responseType"])

    deployed.get("/orders")

    assert line(world) == {
        "authenticate.status": "403",
        "authenticate.error": "Missing Authentication Token",
        "authorize.status": "-",
        "identity.userArn": "-",
        "error.responseType": "MISSING_AUTHENTICATION_TOKEN",
    }


def test_the_access_log_tells_a_caller_without_rights(world: World) -> None:
    names = ["authenticate.status", "authorize.status", "identity.userArn", "error.responseType"]
    deployed = logging_to(protected(world), names)
    signer = user(world)

    call(deployed, signer)

    assert line(world) == {
        "authenticate.status": "200",
        "authorize.status": "403",
        "identity.userArn": signer.arn,
        "error.responseType": "ACCESS_DENIED",
    }


def test_an_operation_may_ask_for_iam_by_its_extension(world: World) -> None:
    orders = {**proxied(world.function(ok)), "x-amazon-apigateway-auth": {"type": "AWS_IAM"}}
    deployed = world.deployed(openapi({"/orders": {"get": orders}}))

    assert deployed.get("/orders").status_code == 403
    assert call(deployed, user(world, statement())).status_code == 200


def by_hand(world: World) -> Deployed:
    """GET /orders created resource by resource, with AWS_IAM."""
    api = world.apigateway.create_rest_api(name="api")["id"]
    (root,) = world.apigateway.get_resources(restApiId=api)["items"]
    place = {"restApiId": api, "httpMethod": "GET"}
    place["resourceId"] = world.apigateway.create_resource(
        restApiId=api, parentId=root["id"], pathPart="orders"
    )["id"]
    world.apigateway.put_method(**place, authorizationType="AWS_IAM")
    uri = invocation_uri(world.function(ok))
    world.apigateway.put_integration(
        **place, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri
    )
    return world.staged(api)


def test_a_method_made_by_hand_may_ask_for_iam(world: World) -> None:
    deployed = by_hand(world)

    assert deployed.get("/orders").status_code == 403
    assert call(deployed, user(world, statement())).status_code == 200


@pytest.mark.parametrize(("key", "status"), [("k" * 20, 200), ("x" * 20, 403)])
def test_a_signed_request_may_need_an_api_key_too(world: World, key: str, status: int) -> None:
    schemes = {"iam": SIGV4, "key": {"type": "apiKey", "name": "x-api-key", "in": "header"}}
    both = {"security": [{"iam": [], "key": []}], "components": {"securitySchemes": schemes}}
    deployed = world.deployed(openapi({"/orders": {"get": proxied(world.function(ok))}}, **both))
    stages = [{"apiId": deployed.id, "stage": deployed.stage}]
    plan = world.apigateway.create_usage_plan(name="plan", apiStages=stages)["id"]
    api_key = world.apigateway.create_api_key(name="key", value="k" * 20, enabled=True)["id"]
    world.apigateway.create_usage_plan_key(usagePlanId=plan, keyId=api_key, keyType="API_KEY")

    answer = call(deployed, user(world, statement()), X_Api_Key=key)
    world.apigateway.delete_api_key(apiKey=api_key)

    assert answer.status_code == status


def test_a_refused_signature_gets_the_apis_own_gateway_response(world: World) -> None:
    own = {
        "INVALID_SIGNATURE": {
            "statusCode": 401,
            "responseTemplates": {"application/json": '{"why": "$context.error.responseType"}'},
        }
    }
    deployed = protected(world, **{"x-amazon-apigateway-gateway-responses": own})

    answer = call(deployed, user(world).but(secret="another"))

    assert (answer.status_code, answer.json()) == (401, {"why": "INVALID_SIGNATURE"})
