"""EventBridge, SQS and CodeDeploy."""

import json

from moto.sns.models import sns_backends

from embedded_aws.tests.integration.plain_moto.asking import Client, Probe, refuses


def tells_no_topic(client: Client) -> bool:
    topic = client("sns").create_topic(Name="t")["TopicArn"]
    events = client("events")
    events.put_rule(Name="r", EventPattern=json.dumps({"source": ["ours"]}))
    events.put_targets(Rule="r", Targets=[{"Id": "1", "Arn": topic}])
    try:
        events.put_events(Entries=[{"Source": "ours", "DetailType": "d", "Detail": "{}"}])
    except Exception:  # noqa: BLE001 - whatever it is, it does not do it
        return True
    backend = sns_backends["123456789012"]["eu-central-1"]
    return not backend.topics[topic].sent_notifications


def lacks_deployment_configurations(client: Client) -> bool:
    codedeploy = client("codedeploy")
    return refuses(codedeploy.get_deployment_config, deploymentConfigName="x")


def lacks_deletion_of_groups(client: Client) -> bool:
    codedeploy = client("codedeploy")
    codedeploy.create_application(applicationName="a", computePlatform="Lambda")
    return refuses(codedeploy.update_application, applicationName="a", newApplicationName="b")


def lacks_stops_of_deployments(client: Client) -> bool:
    return refuses(client("codedeploy").stop_deployment, deploymentId="d-ABCDEFGHI")


def lacks_hooks(client: Client) -> bool:
    codedeploy = client("codedeploy")
    return refuses(
        codedeploy.put_lifecycle_event_hook_execution_status,
        deploymentId="d-ABCDEFGHI",
        lifecycleEventHookExecutionId="x",
        status="Succeeded",
    )


def lacks_targets(client: Client) -> bool:
    return refuses(client("codedeploy").list_deployment_targets, deploymentId="d-ABCDEFGHI")


def has_words_for_request_ids(client: Client) -> bool:
    answer = client("sts").get_caller_identity()
    return "-" not in answer["ResponseMetadata"]["RequestId"]


def lacks_validation_of_state_machines(client: Client) -> bool:
    machines = client("stepfunctions")
    return refuses(machines.validate_state_machine_definition, definition="{}")


def forgets_a_queues_policy(client: Client) -> bool:
    queues = client("sqs")
    policy = json.dumps({"Statement": [{"Effect": "Deny"}]})
    queue = queues.create_queue(QueueName="q", Attributes={"Policy": policy})["QueueUrl"]
    queues.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "31"})
    answer = queues.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])
    return "Policy" not in answer["Attributes"]


PROBES: dict[str, Probe] = {
    "patches.queues": forgets_a_queues_policy,
    "patches.request_ids": has_words_for_request_ids,
    "patches.state_machines": lacks_validation_of_state_machines,
    "patches.events": tells_no_topic,
    "codedeploy.operations.configurations": lacks_deployment_configurations,
    "codedeploy.operations.groups": lacks_deletion_of_groups,
    "codedeploy.operations.deployments": lacks_stops_of_deployments,
    "codedeploy.operations.targets": lacks_targets,
    "codedeploy.hooks": lacks_hooks,
}
