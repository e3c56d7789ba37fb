"""The web ACL of a stage: order of evaluation, actions of rules, unenforced parts."""

import json
import logging
from dataclasses import replace
from typing import Any

import httpx
import pytest
from botocore.exceptions import ClientError

from embedded_aws.gateway import Firewall, Gateway
from embedded_aws.patches.wafv2 import web_acls
from embedded_aws.tests.integration.gateway.authorization.test_authorizers import (
    allow_all,
    protected,
)
from embedded_aws.tests.integration.gateway.conftest import (
    ACCOUNT,
    REGION,
    STAGE,
    Deployed,
    Event,
    World,
    mocked,
    ok,
    openapi,
    proxied,
    serving,
)
from embedded_aws.tests.integration.gateway.observed.test_access_log import line, logging_to
from embedded_aws.tests.integration.gateway.web_acls.web_acls import (
    ATTACK,
    EVERYTHING,
    MANAGED,
    SEEN,
    Json,
    Protected,
    both,
    either,
    header_has,
    labelled,
    negated,
    path_is,
    protect,
    rate,
    rule,
    stage_arn,
    things,
)
from embedded_aws.waf import Request, WebAcl
from embedded_aws.waf.web_acl import Action, Rule

BLOCKED: Json = {"DefaultAction": {"Block": {}}}


@pytest.fixture
def api(world: World) -> Deployed:
    return things(world)


def test_a_stage_without_web_acl_is_open(api: Deployed) -> None:
    assert api.get("/things").status_code == 200


def test_an_association_is_seen_by_the_next_request_and_so_is_its_end(api: Deployed) -> None:
    before = api.get("/things").status_code
    web_acl = protect(api, **BLOCKED)
    associated = web_acl.status()

    api.world.wafv2.disassociate_web_acl(ResourceArn=stage_arn(api.id))

    assert (before, associated, web_acl.status()) == (200, 403, 200)


def test_a_blocked_request_is_forbidden(api: Deployed) -> None:
    protect(api, rule(path_is("/v1/things")))

    answer = api.get("/things")

    assert (answer.status_code, answer.json()) == (403, {"message": "Forbidden"})
    assert answer.headers["x-amzn-errortype"] == "ForbiddenException"


def test_what_no_rule_matches_gets_the_default_action(api: Deployed) -> None:
    web_acl = protect(api, rule(path_is("/v1/things"), "Allow"), **BLOCKED)

    assert (web_acl.status("/things"), web_acl.status("/other")) == (200, 403)


def test_the_lowest_priority_is_asked_first(api: Deployed) -> None:
    web_acl = protect(
        api, rule(EVERYTHING, "Block", priority=5), rule(EVERYTHING, "Allow", priority=2)
    )

    assert web_acl.status() == 200


def test_a_counted_request_is_asked_further(api: Deployed) -> None:
    rules = rule(EVERYTHING, "Count"), rule(EVERYTHING, "Allow", priority=1)

    assert protect(api, *rules, **BLOCKED).status() == 200


def test_the_web_acl_is_asked_before_the_route(api: Deployed) -> None:
    protect(api, **BLOCKED)

    answer = api.send("PUT", "/nothing")

    assert answer.json() == {"message": "Forbidden"}


def test_a_blocked_caller_reaches_no_authorizer(world: World) -> None:
    deployed = protected(world, allow_all)
    protect(deployed, **BLOCKED)

    deployed.get("/orders", headers={"Authorization": "Bearer x"})

    assert world.functions.events == {}


def test_a_blocked_request_is_answered_by_its_gateway_response(world: World) -> None:
    template = {"application/json": '{"type": "$context.error.responseType"}'}
    custom = {"WAF_FILTERED": {"statusCode": 406, "responseTemplates": template}}
    document: Json = openapi({"/x": {"get": mocked()}})
    document["x-amazon-apigateway-gateway-responses"] = custom
    deployed = world.deployed(document)
    protect(deployed, **BLOCKED)

    answer = deployed.get("/x")

    assert (answer.status_code, answer.json()) == (406, {"type": "WAF_FILTERED"})


def custom(**response: Any) -> Json:
    return {"Block": {"CustomResponse": {"ResponseCode": 429, **response}}}


def test_a_custom_response_has_its_status_and_headers(api: Deployed) -> None:
    headers = [{"Name": "Retry-After", "Value": "60"}]
    protect(api, rule(EVERYTHING, custom(ResponseHeaders=headers)))

    answer = api.get("/things")

    assert (answer.status_code, answer.headers["retry-after"], answer.text) == (429, "60", "")


def test_a_custom_response_takes_its_body_by_key(api: Deployed) -> None:
    bodies = {"slow": {"ContentType": "APPLICATION_JSON", "Content": '{"slow": true}'}}
    action = custom(CustomResponseBodyKey="slow")
    protect(api, rule(EVERYTHING, action), CustomResponseBodies=bodies)

    answer = api.get("/things")

    assert answer.json() == {"slow": True}
    assert answer.headers["content-type"] == "application/json"


def test_a_default_block_has_a_custom_response_too(api: Deployed) -> None:
    web_acl = protect(api, DefaultAction=custom())

    assert web_acl.status() == 429


@pytest.mark.parametrize("action", ["Allow", "Count"])
def test_a_header_is_inserted_into_a_request_that_passes(world: World, action: str) -> None:
    function = world.function(ok)
    deployed = world.deployed(openapi({"/x": {"get": proxied(function)}}))
    handling = {"CustomRequestHandling": {"InsertHeaders": [{"Name": "tier", "Value": "low"}]}}
    protect(deployed, rule(EVERYTHING, {action: handling}))

    deployed.get("/x", headers={"x-amzn-waf-tier": "forged"})

    (event,) = world.functions.events[function]
    assert inserted(event) == {"x-amzn-waf-tier": "low"}


def inserted(event: Event) -> dict[str, str]:
    headers: dict[str, str] = event["headers"]
    return {name: value for name, value in headers.items() if "amzn-waf" in name.lower()}


@pytest.mark.parametrize(
    ("statement", "agent", "status"),
    [
        (both(path_is("/v1/things"), header_has("User-Agent", "bot")), "bot", 403),
        (both(path_is("/v1/things"), header_has("User-Agent", "bot")), "person", 200),
        (either(path_is("/v1/other"), header_has("User-Agent", "bot")), "bot", 403),
        (either(path_is("/v1/other"), header_has("User-Agent", "bot")), "person", 200),
        (negated(header_has("User-Agent", "bot")), "bot", 200),
        (negated(header_has("User-Agent", "bot")), "person", 403),
    ],
)
def test_statements_are_combined(api: Deployed, statement: Json, agent: str, status: int) -> None:
    web_acl = protect(api, rule(statement))

    assert web_acl.status(headers={"User-Agent": agent}) == status


@pytest.mark.parametrize(
    ("key", "scope", "status"),
    [
        ("clients:bot", "LABEL", 403),
        ("bot", "LABEL", 403),
        ("ot", "LABEL", 200),
        ("clients:", "NAMESPACE", 403),
        ("others:", "NAMESPACE", 200),
        ("awswaf:123456789012:webacl:another:clients:bot", "LABEL", 200),
    ],
)
def test_a_label_is_seen_by_later_rules(api: Deployed, key: str, scope: str, status: int) -> None:
    labels = [{"Name": "clients:bot"}]
    web_acl = protect(
        api,
        rule(EVERYTHING, "Count", RuleLabels=labels),
        rule(labelled(key, scope), priority=1),
    )

    assert web_acl.status() == status


def test_a_label_is_known_by_its_whole_name(api: Deployed) -> None:
    web_acl = protect(api)

    web_acl.update(
        rule(EVERYTHING, "Count", RuleLabels=[{"Name": "seen"}]),
        rule(labelled(f"awswaf:{ACCOUNT}:webacl:{web_acl.name}:seen"), priority=1),
    )

    assert web_acl.status() == 403


def test_a_label_is_not_seen_by_earlier_rules(api: Deployed) -> None:
    web_acl = protect(
        api,
        rule(labelled("seen")),
        rule(EVERYTHING, "Count", priority=1, RuleLabels=[{"Name": "seen"}]),
    )

    assert web_acl.status() == 200


def test_a_changed_web_acl_is_asked_by_the_next_request(api: Deployed) -> None:
    web_acl = protect(api, rule(EVERYTHING))
    before = web_acl.status()

    web_acl.update(rule(path_is("/v1/other")))

    assert (before, web_acl.status()) == (403, 200)


def test_an_update_takes_away_what_it_does_not_name(api: Deployed) -> None:
    web_acl = protect(api, rule(EVERYTHING))

    web_acl.update()

    assert web_acl.status() == 200


def test_another_web_acl_takes_the_place_of_the_first(api: Deployed) -> None:
    protect(api, **BLOCKED)

    second = protect(api)

    associated = api.world.wafv2.get_web_acl_for_resource(ResourceArn=stage_arn(api.id))
    assert (second.status(), associated["WebACL"]["ARN"]) == (200, second.arn)


def test_a_resource_that_is_no_stage_has_one_web_acl_too(api: Deployed) -> None:
    waf = api.world.wafv2
    pool = {"ResourceArn": f"arn:aws:cognito-idp:{REGION}:{ACCOUNT}:userpool/{REGION}_x"}
    first, second = protect(api), protect(api)

    waf.associate_web_acl(WebACLArn=first.arn, **pool)
    waf.associate_web_acl(WebACLArn=second.arn, **pool)

    assert waf.get_web_acl_for_resource(**pool)["WebACL"]["ARN"] == second.arn


def test_stages_have_web_acls_of_their_own(api: Deployed) -> None:
    other = api.world.staged(api.id, stage="other")
    protect(api, **BLOCKED)

    assert (api.get("/x").status_code, other.get("/x").status_code) == (403, 200)


def test_a_stage_made_anew_has_no_web_acl(api: Deployed) -> None:
    protect(api, **BLOCKED)

    api.world.apigateway.delete_stage(restApiId=api.id, stageName=STAGE)
    again = api.world.staged(api.id)

    associated = api.world.wafv2.get_web_acl_for_resource(ResourceArn=stage_arn(api.id))
    assert (again.get("/things").status_code, associated.get("WebACL")) == (200, None)


def test_a_stage_that_is_not_there_cannot_be_associated(api: Deployed) -> None:
    with pytest.raises(ClientError, match="WAFNonexistentItemException"):
        protect(Deployed(api.world, api.id, "nowhere"))


def test_an_associated_web_acl_cannot_be_deleted(api: Deployed) -> None:
    web_acl = protect(api)
    place = {"Name": web_acl.name, "Scope": "REGIONAL", "Id": web_acl.acl_id}
    token = api.world.wafv2.get_web_acl(**place)["LockToken"]

    with pytest.raises(ClientError, match="WAFAssociatedItemException"):
        api.world.wafv2.delete_web_acl(**place, LockToken=token)


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        ([rule(EVERYTHING), rule(EVERYTHING)], "same priority"),
        ([rule({})], "cannot be read"),
        ([rule(rate(10, "FORWARDED_IP"))], "cannot be read"),
        ([rule(EVERYTHING, custom(CustomResponseBodyKey="missing"))], "cannot be read"),
    ],
)
def test_rules_that_waf_refuses_are_refused(api: Deployed, rules: list[Json], why: str) -> None:
    with pytest.raises(ClientError, match=f"WAFInvalidParameterException.*{why}"):
        protect(api, *rules)


def test_a_refused_update_leaves_the_web_acl_as_it_was(api: Deployed) -> None:
    web_acl = protect(api, rule(EVERYTHING))

    with pytest.raises(ClientError, match="WAFInvalidParameterException"):
        web_acl.update(rule({}))

    assert web_acl.status() == 403


NAMES = ["wafResponseCode", "webaclArn", "waf.status", "waf.error", "error.responseType", "status"]


def test_a_line_tells_that_a_request_was_blocked(api: Deployed) -> None:
    web_acl = protect(logging_to(api, NAMES), **BLOCKED)

    web_acl.status()

    assert line(api.world) == {
        "wafResponseCode": "WAF_BLOCK",
        "webaclArn": web_acl.arn,
        "waf.status": "403",
        "waf.error": "-",
        "error.responseType": "WAF_FILTERED",
        "status": "403",
    }


def test_a_line_tells_that_a_request_was_allowed(api: Deployed) -> None:
    web_acl = protect(logging_to(api, NAMES))

    web_acl.status()

    assert line(api.world) == {
        "wafResponseCode": "WAF_ALLOW",
        "webaclArn": web_acl.arn,
        "waf.status": "200",
        "waf.error": "-",
        "error.responseType": "-",
        "status": "200",
    }


def test_a_line_tells_a_custom_responses_status(api: Deployed) -> None:
    web_acl = protect(logging_to(api, ["waf.status", "status"]), DefaultAction=custom())

    web_acl.status()

    assert line(api.world) == {"waf.status": "429", "status": "429"}


def test_a_line_tells_how_long_the_web_acl_took(api: Deployed) -> None:
    protect(logging_to(api, ["waf.latency"])).status()

    assert line(api.world)["waf.latency"].isdecimal()


def test_a_line_of_a_stage_without_web_acl_tells_nothing_of_one(api: Deployed) -> None:
    names = ["wafResponseCode", "webaclArn", "waf.status", "waf.latency", "waf.error"]

    logging_to(api, names).get("/things")

    assert line(api.world) == dict.fromkeys(names, "-")


class BrokenAcls:
    """A web ACL with a rule that fails."""

    def get(self, arn: str) -> WebAcl:
        def failing(_: Request) -> bool:
            raise LookupError("no such thing")

        broken = Rule("broken", failing, Action("Block"), ())
        return WebAcl(arn, (broken,), Action("Allow"), 16_384, reads_body=False, gaps=())


def test_a_web_acl_that_fails_lets_nothing_pass_and_a_line_tells_why(api: Deployed) -> None:
    protect(logging_to(api, ["status", "waf.error", "wafResponseCode"]))
    world = api.world
    broken = Gateway(replace(world.backends, firewall=Firewall(BrokenAcls())))

    with serving(broken) as port:
        answer = httpx.get(f"http://127.0.0.1:{port}{api.base}/things")

    assert answer.status_code == 500
    assert line(world) == {
        "status": "500",
        "waf.error": "LookupError: no such thing",
        "wafResponseCode": "-",
    }


def managed(priority: int = 0) -> Json:
    with_action = rule(MANAGED, priority=priority)
    del with_action["Action"]
    return {**with_action, "OverrideAction": {"None": {}}}


def sentences_about(web_acl: Protected) -> list[str]:
    """The embedded AWS's sentences about the web ACL."""
    prefix = f"web ACL {web_acl.name}, "
    sentences = web_acls.not_enforced(ACCOUNT)
    return [each.removeprefix(prefix) for each in sentences if each.startswith(prefix)]


def test_a_managed_rule_group_matches_nothing_and_is_told(api: Deployed) -> None:
    web_acl = protect(api, managed())

    assert web_acl.status() == 200
    assert sentences_about(web_acl) == [
        "rule rule0: the rule group AWS AWSManagedRulesCommonSet is not enforced"
    ]


@pytest.mark.parametrize("statement", [ATTACK, negated(ATTACK), both(ATTACK, EVERYTHING)])
def test_a_rule_that_hangs_on_an_unknown_statement_never_applies(
    api: Deployed, statement: Json
) -> None:
    web_acl = protect(api, rule(statement))

    assert web_acl.status() == 200
    assert sentences_about(web_acl) == ["rule rule0: SqliMatchStatement is not enforced"]


def test_a_rule_that_matches_beside_an_unknown_statement_applies(api: Deployed) -> None:
    web_acl = protect(api, rule(either(ATTACK, EVERYTHING)))

    assert web_acl.status() == 403


def test_an_action_that_needs_a_browser_counts_and_is_told(api: Deployed) -> None:
    web_acl = protect(api, rule(EVERYTHING, "Captcha"))

    assert web_acl.status() == 200
    assert sentences_about(web_acl) == ["rule rule0: the action Captcha is not enforced; it counts"]


def test_a_web_acl_that_is_enforced_whole_is_not_spoken_of(api: Deployed) -> None:
    assert sentences_about(protect(api, rule(EVERYTHING))) == []


def test_an_association_says_at_once_what_is_not_enforced(
    api: Deployed, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="embedded_aws.patches.wafv2.web_acls"):
        web_acl = protect(api, managed())

    assert f"web ACL {web_acl.name}, rule rule0" in caplog.text


def test_the_settings_are_kept_as_they_were_given(api: Deployed) -> None:
    web_acl = protect(api, rule(EVERYTHING))

    content = api.world.wafv2.get_web_acl(ARN=web_acl.arn)["WebACL"]

    assert json.dumps(content["Rules"][0]["VisibilityConfig"]) == json.dumps(SEEN)
