"""CodeDeploy on the embedded AWS shifts traffic, and rolls back."""

import pytest
from botocore.exceptions import ClientError

from embedded_aws.tests.integration.server.conftest import EmbeddedAws, eventually
from embedded_aws.tests.integration.server.shifting import ANSWERS, Shifting

QUICK, SLOW = 1, 600
"""In minutes, which last a second here."""


def test_a_canary_gives_its_share_and_then_all_traffic(aws: EmbeddedAws) -> None:
    shifting = Shifting(aws, ANSWERS.format("new"))
    shifting.group(minutes=QUICK)

    deployment = shifting.create()
    shared = eventually(lambda: shifting.alias() == ("1", {"2": 0.5}))
    info = shifting.ended(deployment)

    assert shared
    assert (info["status"], info["creator"]) == ("Succeeded", "user")
    assert shifting.alias() == ("2", {})
    assert deployment.startswith("d-")


def test_a_version_that_fails_is_rolled_back_by_its_alarm(aws: EmbeddedAws) -> None:
    shifting = Shifting(aws)
    shifting.group(minutes=SLOW)
    shifting.alarm()

    deployment = shifting.create()
    hurt = eventually(lambda: shifting.call() is not None)
    info = shifting.ended(deployment)

    assert hurt
    assert (info["status"], info["errorInformation"]["code"]) == ("Stopped", "ALARM_ACTIVE")
    assert shifting.name in info["errorInformation"]["message"]
    assert shifting.alias() == ("1", {})
    rollback = shifting.info(info["rollbackInfo"]["rollbackDeploymentId"])
    assert (rollback["creator"], rollback["status"]) == ("codeDeployRollback", "Succeeded")
    assert rollback["rollbackInfo"]["rollbackTriggeringDeploymentId"] == deployment


def test_subscribers_are_told_of_a_release_that_failed(aws: EmbeddedAws) -> None:
    shifting = Shifting(aws)
    shifting.group(minutes=QUICK)
    messages = shifting.listener(aws, ["FAILURE", "STOP"])

    deployment = shifting.create(hook=shifting.hook("Failed"))
    shifting.ended(deployment)

    assert messages() == [f"Release {deployment}: FAILURE"]


def test_subscribers_are_told_of_each_state_that_they_ask_for(aws: EmbeddedAws) -> None:
    shifting = Shifting(aws)
    shifting.group(minutes=QUICK)
    messages = shifting.listener(aws, ["START", "SUCCESS"])

    deployment = shifting.create(hook=shifting.hook("Succeeded"))
    shifting.ended(deployment)

    assert sorted(messages()) == [f"Release {deployment}: START", f"Release {deployment}: SUCCESS"]


def test_a_hook_that_agrees_lets_traffic_through(aws: EmbeddedAws) -> None:
    shifting = Shifting(aws)
    shifting.group(minutes=QUICK)

    deployment = shifting.create(hook=shifting.hook("Succeeded"))
    info, target = shifting.ended(deployment), shifting.target(deployment)

    assert info["status"] == "Succeeded"
    assert [(each["lifecycleEventName"], each["status"]) for each in target["lifecycleEvents"]] == [
        ("BeforeAllowTraffic", "Succeeded"),
        ("AllowTraffic", "Succeeded"),
        ("AfterAllowTraffic", "Skipped"),
    ]
    assert target["lambdaFunctionInfo"] == {
        "functionName": shifting.name,
        "functionAlias": "live",
        "currentVersion": "1",
        "targetVersion": "2",
        "targetVersionWeight": 100.0,
    }


@pytest.mark.parametrize(("hook", "why"), [("Failed", "reported Failed"), (None, "not found")])
def test_a_hook_that_does_not_agree_lets_nothing_through(
    aws: EmbeddedAws, hook: str | None, why: str
) -> None:
    shifting = Shifting(aws)
    shifting.group(minutes=QUICK)

    deployment = shifting.create(hook=shifting.hook(hook) if hook else "nobody")
    info = shifting.ended(deployment)

    assert (info["status"], info["errorInformation"]["code"]) == (
        "Failed",
        "HOOK_EXECUTION_FAILURE",
    )
    assert why in info["errorInformation"]["message"]
    assert shifting.alias() == ("1", {})


def test_a_deployment_that_is_stopped_goes_back_when_asked(aws: EmbeddedAws) -> None:
    shifting = Shifting(aws)
    shifting.group(minutes=SLOW)
    deployment = shifting.create()
    assert eventually(lambda: shifting.alias()[1] != {})

    shifting.codedeploy.stop_deployment(deploymentId=deployment, autoRollbackEnabled=True)
    info = shifting.ended(deployment)

    assert (info["status"], info["errorInformation"]["code"]) == ("Stopped", "MANUAL_STOP")
    assert shifting.alias() == ("1", {})
    with pytest.raises(shifting.codedeploy.exceptions.DeploymentAlreadyCompletedException):
        shifting.codedeploy.stop_deployment(deploymentId=deployment)


def test_a_group_has_one_deployment_at_a_time(aws: EmbeddedAws) -> None:
    shifting = Shifting(aws)
    shifting.group(minutes=SLOW)
    deployment = shifting.create()

    with pytest.raises(
        shifting.codedeploy.exceptions.DeploymentLimitExceededException, match=deployment
    ):
        shifting.create()

    listed = shifting.codedeploy.list_deployments(
        applicationName=shifting.name,
        deploymentGroupName="live",
        includeOnlyStatuses=["Created", "InProgress"],
    )
    assert listed["deployments"] == [deployment]


def test_an_alias_that_is_not_where_the_appspec_says_fails_it(aws: EmbeddedAws) -> None:
    shifting = Shifting(aws)
    shifting.group(minutes=QUICK)

    info = shifting.ended(shifting.create(current="2", target="1"))

    assert info["errorInformation"]["code"] == "INVALID_LAMBDA_CONFIGURATION"
    assert "not 2 as the AppSpec says" in info["errorInformation"]["message"]


def test_a_deployment_under_way_at_the_end_is_rolled_back_at_the_next_start(
    own_aws: EmbeddedAws,
) -> None:
    own_aws.start()
    shifting = Shifting(own_aws)
    shifting.group(minutes=SLOW)
    deployment = shifting.create()
    assert eventually(lambda: shifting.alias()[1] != {})

    own_aws.stop()
    own_aws.start()

    info = shifting.info(deployment)
    assert (info["status"], info["errorInformation"]["code"]) == ("Failed", "INTERNAL_ERROR")
    assert shifting.alias() == ("1", {})


def test_a_group_shows_its_alarms_and_can_be_changed(aws: EmbeddedAws) -> None:
    shifting = Shifting(aws)
    shifting.group(minutes=QUICK)
    where = {"applicationName": shifting.name}

    shifting.codedeploy.update_deployment_group(
        **where,
        currentDeploymentGroupName="live",
        alarmConfiguration={"enabled": True, "alarms": [{"name": "other"}]},
    )

    answer = shifting.codedeploy.get_deployment_group(**where, deploymentGroupName="live")
    assert answer["deploymentGroupInfo"]["alarmConfiguration"]["alarms"] == [{"name": "other"}]


def test_a_configuration_is_kept_until_nobody_uses_it(aws: EmbeddedAws) -> None:
    shifting = Shifting(aws)
    shifting.group(minutes=QUICK, percent=20)
    api, name = shifting.codedeploy, {"deploymentConfigName": shifting.name}

    info = api.get_deployment_config(**name)["deploymentConfigInfo"]
    with pytest.raises(api.exceptions.DeploymentConfigInUseException):
        api.delete_deployment_config(**name)
    api.delete_deployment_group(applicationName=shifting.name, deploymentGroupName="live")
    api.delete_application(applicationName=shifting.name)
    api.delete_deployment_config(**name)

    canary = {"canaryPercentage": 20, "canaryInterval": 1}
    assert info["trafficRoutingConfig"] == {"type": "TimeBasedCanary", "timeBasedCanary": canary}
    assert shifting.name not in api.list_deployment_configs()["deploymentConfigsList"]
    with pytest.raises(api.exceptions.DeploymentConfigDoesNotExistException):
        api.get_deployment_config(**name)


def test_what_is_not_lambda_is_refused_by_name(aws: EmbeddedAws) -> None:
    api = aws.client("codedeploy")
    api.create_application(applicationName="servers", computePlatform="Server")
    api.create_deployment_group(
        applicationName="servers", deploymentGroupName="all", serviceRoleArn="arn:aws:iam::1:role/r"
    )

    with pytest.raises(ClientError, match="deployments to Server") as refused:
        api.create_deployment(applicationName="servers", deploymentGroupName="all")

    assert refused.value.response["Error"]["Code"] == "NotImplemented"


def test_a_minute_of_no_length_ends_the_start_with_a_sentence(own_aws: EmbeddedAws) -> None:
    done = own_aws.command("start", CODEDEPLOY_MINUTE_SECONDS="soon")

    assert done.returncode == 1
    assert "CODEDEPLOY_MINUTE_SECONDS is 'soon'" in done.stderr
