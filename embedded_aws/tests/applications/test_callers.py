"""A Lambda authorizer called with a role, and a user pool behind a custom domain."""

import httpx
import pytest

from embedded_aws.tests.applications.conftest import Deployed

pytestmark = pytest.mark.slow

DOMAIN = "api.shop.example.com"
PASSWORD = "Correct-horse-7"


def test_the_authorizer_decides(first: Deployed) -> None:
    app = "lambda_authorizer"
    good = first.ask(app, headers={"Authorization": "good"})
    bad = first.ask(app, headers={"Authorization": "bad"})

    assert (good.status_code, good.json()["principal"]) == (200, "ada")
    assert (bad.status_code, bad.json()) == (403, {"refused": "once"})
    assert first.ask(app, headers={"Authorization": "nobody"}).status_code == 401
    assert first.ask(app).status_code == 401


def test_a_changed_authorizer_reads_another_header(second: Deployed) -> None:
    app = "lambda_authorizer"
    good = second.ask(app, headers={"X-Token": "good"})
    bad = second.ask(app, headers={"X-Token": "bad"})

    assert (good.status_code, good.json()["version"]) == (200, "two")
    assert (bad.status_code, bad.json()) == (403, {"refused": "again"})
    assert second.ask(app, headers={"Authorization": "good"}).status_code == 401


def sign_in(deployed: Deployed) -> str:
    """The ID token of a user of the pool."""
    cognito, place = deployed.client("cognito-idp"), deployed.outputs["cognito"]
    user = {"UserPoolId": place["pool"], "Username": "ada"}
    if not cognito.list_users(UserPoolId=place["pool"])["Users"]:
        email = [{"Name": "email", "Value": "ada@example.com"}]
        cognito.admin_create_user(**user, UserAttributes=email)
        cognito.admin_set_user_password(**user, Password=PASSWORD, Permanent=True)
    answer = cognito.admin_initiate_auth(
        UserPoolId=place["pool"],
        ClientId=place["client"],
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "ada", "PASSWORD": PASSWORD},
    )
    return str(answer["AuthenticationResult"]["IdToken"])


def ask(deployed: Deployed, path: str, host: str = DOMAIN, **headers: str) -> httpx.Response:
    """The custom domain's answer."""
    url = f"http://127.0.0.1:{deployed.applications.config.api_port}{path}"
    return httpx.get(url, headers={"Host": host, **headers})


def test_a_domain_serves_people(first: Deployed) -> None:
    good = ask(first, "/first", Authorization=sign_in(first))

    assert (good.status_code, good.json()) == (200, {"email": "ada@example.com"})
    assert ask(first, "/first", Authorization="no token").status_code == 401
    assert ask(first, "/second").status_code == 403
    assert ask(first, "/first", host="other.example.com").status_code == 403


def test_a_changed_base_path_serves_them(second: Deployed) -> None:
    good = ask(second, "/second", **{"X-Token": sign_in(second)})

    assert (good.status_code, good.json()) == (200, {"email": "ada@example.com"})
    assert ask(second, "/first", **{"X-Token": sign_in(second)}).status_code == 403
