"""Settings that are shown as they were given, as Terraform's next plan compares them.

API references: FunctionConfiguration, GetTopicAttributes, GetKeyRotationStatus, LifecycleRule.
"""

from typing import Any

from embedded_aws.tests.integration.server.account.refusing import fresh
from embedded_aws.tests.integration.server.refusals.world import World


def test_a_functions_storage_and_snap_start_are_changed(world: World) -> None:
    api, name = world.client("lambda"), world.new_function()
    snap = {"ApplyOn": "PublishedVersions"}

    api.update_function_configuration(
        FunctionName=name, EphemeralStorage={"Size": 2048}, SnapStart=snap
    )

    settings = api.get_function_configuration(FunctionName=name)
    assert settings["EphemeralStorage"] == {"Size": 2048}
    assert settings["SnapStart"] == {**snap, "OptimizationStatus": "Off"}


def test_an_update_of_events_keeps_what_it_does_not_name(world: World) -> None:
    api, named = world.client("lambda"), {"FunctionName": world.new_function()}
    api.put_function_event_invoke_config(
        **named, MaximumRetryAttempts=1, MaximumEventAgeInSeconds=100
    )

    api.update_function_event_invoke_config(**named, MaximumRetryAttempts=2)

    settings = api.get_function_event_invoke_config(**named)
    assert (settings["MaximumRetryAttempts"], settings["MaximumEventAgeInSeconds"]) == (2, 100)


def test_a_topic_shows_all_its_attributes(world: World) -> None:
    sns, role = world.client("sns"), world.role()
    given = {
        "TracingConfig": "Active",
        "SignatureVersion": "2",
        "LambdaSuccessFeedbackRoleArn": role,
        "SQSFailureFeedbackRoleArn": role,
        "HTTPSuccessFeedbackSampleRate": "50",
    }

    arn = sns.create_topic(Name=fresh("topic"), Attributes=given)["TopicArn"]

    settings = sns.get_topic_attributes(TopicArn=arn)["Attributes"]
    assert {name: settings.get(name) for name in given} == given


def test_a_key_rotates_after_the_days_that_it_was_given(world: World) -> None:
    kms, key = world.client("kms"), {"KeyId": world.key()}

    kms.enable_key_rotation(**key, RotationPeriodInDays=180)

    assert kms.get_key_rotation_status(**key)["RotationPeriodInDays"] == 180


def test_a_lifecycle_is_read_as_it_was_written(world: World) -> None:
    s3, named = world.client("s3"), {"Bucket": world.bucket()}
    both: dict[str, Any] = {"Prefix": "a", "ObjectSizeGreaterThan": 5}
    rule = {
        "ID": "r",
        "Status": "Enabled",
        "Filter": {"And": both},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 3, "NewerNoncurrentVersions": 2},
    }

    s3.put_bucket_lifecycle_configuration(**named, LifecycleConfiguration={"Rules": [rule]})

    settings = s3.get_bucket_lifecycle_configuration(**named)
    assert settings["Rules"] == [rule]
    assert settings["TransitionDefaultMinimumObjectSize"] == "all_storage_classes_128K"
