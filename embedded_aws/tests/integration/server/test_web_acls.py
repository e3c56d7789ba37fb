"""A web ACL after a restart, and the reports about its unenforced parts."""

import json
from dataclasses import dataclass

import httpx

from embedded_aws.tests.integration.gateway.conftest import mocked, openapi
from embedded_aws.tests.integration.gateway.web_acls.web_acls import (
    MANAGED,
    SEEN,
    path_is,
    rule,
    stage_arn,
)
from embedded_aws.tests.integration.server.conftest import EmbeddedAws

BLOCKED = rule(path_is("/v1/blocked"))
GROUP = {key: value for key, value in rule(MANAGED, priority=1).items() if key != "Action"}
RULES = [BLOCKED, {**GROUP, "OverrideAction": {"None": {}}}]
TOLD = "Not enforced here: web ACL front, rule rule1: the rule group AWS AWSManagedRulesCommonSet"


@dataclass(frozen=True)
class Api:
    """One API behind a web ACL, on an embedded AWS."""

    aws: EmbeddedAws
    id: str

    def status(self, path: str) -> int:
        """The API's status for a request."""
        url = f"http://127.0.0.1:{self.aws.api_port}/restapis/{self.id}/v1/_user_request_{path}"
        return httpx.get(url).status_code


def protected_api(aws: EmbeddedAws) -> Api:
    gateway, waf = aws.client("apigateway"), aws.client("wafv2")
    body = json.dumps(openapi({"/{any}": {"get": mocked("ok")}})).encode()
    api = gateway.import_rest_api(body=body)["id"]
    deployment = gateway.create_deployment(restApiId=api)["id"]
    gateway.create_stage(restApiId=api, stageName="v1", deploymentId=deployment)
    summary = waf.create_web_acl(
        Name="front",
        Scope="REGIONAL",
        DefaultAction={"Allow": {}},
        Rules=RULES,
        VisibilityConfig=SEEN,
    )["Summary"]
    waf.associate_web_acl(WebACLArn=summary["ARN"], ResourceArn=stage_arn(api))
    return Api(aws, api)


def test_a_web_acl_is_enforced_after_a_restart_and_what_is_not_is_told(
    own_aws: EmbeddedAws,
) -> None:
    own_aws.start()
    nothing = own_aws.command("gaps").stdout
    api = protected_api(own_aws)
    before = api.status("/blocked")

    own_aws.stop()
    own_aws.start()

    assert (before, api.status("/blocked"), api.status("/open")) == (403, 403, 200)
    assert nothing == ""
    assert TOLD in own_aws.command("gaps").stdout
    assert TOLD in own_aws.command("status").stdout
    assert TOLD in (own_aws.folder / "aws.log").read_text()


def test_countries_that_cannot_be_read_are_refused_at_the_start(own_aws: EmbeddedAws) -> None:
    done = own_aws.command("start", WAF_COUNTRIES="Germany")

    assert done.returncode == 1
    assert "write for example WAF_COUNTRIES=" in done.stderr
