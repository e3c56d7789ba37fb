"""A function with two versions, and the CodeDeploy resources to shift between them."""

import json
from collections.abc import Callable
from itertools import count
from typing import Any

from embedded_aws.tests.integration.functions.conftest import zipped
from embedded_aws.tests.integration.server.conftest import EmbeddedAws, eventually
from embedded_aws.tests.integration.server.trust import TRUST

NUMBERS = count()
ANSWERS = "def handle(event, context): return {!r}"
RAISES = "def handle(event, context): raise ValueError('broken')"
HOOK = """
import json, os, urllib.request

def handle(event, context):
    body = {{
        "deploymentId": event["DeploymentId"],
        "lifecycleEventHookExecutionId": event["LifecycleEventHookExecutionId"],
        "status": "{status}",
    }}
    headers = {{
        "X-Amz-Target": "CodeDeploy_20141006.PutLifecycleEventHookExecutionStatus",
        "Content-Type": "application/x-amz-json-1.1",
        "Authorization": "AWS4 Credential=x/20260101/eu-central-1/codedeploy/aws4_request",
    }}
    endpoint = os.environ["AWS_ENDPOINT_URL"]
    urllib.request.urlopen(urllib.request.Request(endpoint, json.dumps(body).encode(), headers))
"""
EVENTS = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]


class Shifting:
    """Calls CodeDeploy as a deployment pipeline does."""

    def __init__(self, aws: EmbeddedAws, new_version: str = RAISES) -> None:
        self.name = f"shifted-{next(NUMBERS)}"
        self.codedeploy = aws.client("codedeploy")
        self.cloudwatch = aws.client("cloudwatch")
        self.api = aws.client("lambda")
        document = {"RoleName": self.name, "AssumeRolePolicyDocument": TRUST}
        self.role = aws.client("iam").create_role(**document)["Role"]["Arn"]
        self.function(self.name, ANSWERS.format("old"))
        self.api.update_function_code(
            FunctionName=self.name, ZipFile=zipped(new_version), Publish=True
        )
        self.api.create_alias(FunctionName=self.name, Name="live", FunctionVersion="1")

    def function(self, name: str, code: str) -> None:
        self.api.create_function(
            FunctionName=name,
            Runtime="python3.13",
            Role=self.role,
            Handler="main.handle",
            Code={"ZipFile": zipped(code)},
            Publish=True,
        )

    def group(self, minutes: int, percent: int = 50) -> None:
        """An application whose group shifts over minutes and watches the new version's errors."""
        canary = {"canaryPercentage": percent, "canaryInterval": minutes}
        self.codedeploy.create_deployment_config(
            deploymentConfigName=self.name,
            computePlatform="Lambda",
            trafficRoutingConfig={"type": "TimeBasedCanary", "timeBasedCanary": canary},
        )
        self.codedeploy.create_application(applicationName=self.name, computePlatform="Lambda")
        self.codedeploy.create_deployment_group(
            applicationName=self.name,
            deploymentGroupName="live",
            deploymentConfigName=self.name,
            serviceRoleArn=self.role,
            deploymentStyle={
                "deploymentType": "BLUE_GREEN",
                "deploymentOption": "WITH_TRAFFIC_CONTROL",
            },
            alarmConfiguration={"enabled": True, "alarms": [{"name": self.name}]},
            autoRollbackConfiguration={"enabled": True, "events": EVENTS},
        )

    def alarm(self) -> None:
        """An alarm on errors of the new version behind the alias."""
        dimensions = {
            "FunctionName": self.name,
            "Resource": f"{self.name}:live",
            "ExecutedVersion": "2",
        }
        self.cloudwatch.put_metric_alarm(
            AlarmName=self.name,
            Namespace="AWS/Lambda",
            MetricName="Errors",
            Dimensions=[{"Name": name, "Value": value} for name, value in dimensions.items()],
            Statistic="Sum",
            Period=60,
            EvaluationPeriods=1,
            Threshold=1,
            ComparisonOperator="GreaterThanOrEqualToThreshold",
            TreatMissingData="notBreaching",
        )

    def listener(self, aws: EmbeddedAws, states: list[str]) -> Callable[[], list[str]]:
        """A reader of the topic's messages about these states of the application."""
        sqs, sns, events = aws.client("sqs"), aws.client("sns"), aws.client("events")
        queue = sqs.create_queue(QueueName=self.name)["QueueUrl"]
        attributes = {"QueueUrl": queue, "AttributeNames": ["QueueArn"]}
        arn = sqs.get_queue_attributes(**attributes)["Attributes"]["QueueArn"]
        topic = sns.create_topic(Name=self.name)["TopicArn"]
        raw = {"RawMessageDelivery": "true"}
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes=raw)
        pattern = {"source": ["aws.codedeploy"], "detail": {"application": [self.name]}}
        pattern["detail"]["state"] = states  # type: ignore[index]
        events.put_rule(Name=self.name, EventPattern=json.dumps(pattern))
        transformer = {
            "InputPathsMap": {"id": "$.detail.deploymentId", "state": "$.detail.state"},
            "InputTemplate": '"Release <id>: <state>"',
        }
        target = {"Id": "topic", "Arn": topic, "InputTransformer": transformer}
        events.put_targets(Rule=self.name, Targets=[target])
        return lambda: [
            json.loads(each["Body"])
            for each in sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get(
                "Messages", []
            )
        ]

    def hook(self, status: str) -> str:
        """The name of a function that reports the status."""
        name = f"{self.name}-hook"
        self.function(name, HOOK.format(status=status))
        return name

    def create(self, current: str = "1", target: str = "2", hook: str | None = None) -> str:
        """The id of a new deployment."""
        properties = {
            "Name": self.name,
            "Alias": "live",
            "CurrentVersion": current,
            "TargetVersion": target,
        }
        resource = {"Type": "AWS::Lambda::Function", "Properties": properties}
        content: dict[str, Any] = {"version": 0.0, "Resources": [{self.name: resource}]}
        if hook:
            content["Hooks"] = [{"BeforeAllowTraffic": hook}]
        deployment = self.codedeploy.create_deployment(
            applicationName=self.name,
            deploymentGroupName="live",
            revision={
                "revisionType": "AppSpecContent",
                "appSpecContent": {"content": json.dumps(content)},
            },
        )
        return str(deployment["deploymentId"])

    def info(self, deployment: str) -> dict[str, Any]:
        answer = self.codedeploy.get_deployment(deploymentId=deployment)
        info: dict[str, Any] = answer["deploymentInfo"]
        return info

    def ended(self, deployment: str) -> dict[str, Any]:
        """The deployment after its end."""
        final = {"Succeeded", "Failed", "Stopped"}
        assert eventually(lambda: self.info(deployment)["status"] in final, 30)
        return self.info(deployment)

    def target(self, deployment: str) -> dict[str, Any]:
        [target] = self.codedeploy.list_deployment_targets(deploymentId=deployment)["targetIds"]
        answer = self.codedeploy.batch_get_deployment_targets(
            deploymentId=deployment, targetIds=[target]
        )
        content: dict[str, Any] = answer["deploymentTargets"][0]["lambdaTarget"]
        return content

    def alias(self) -> tuple[str, dict[str, float]]:
        """The alias's version, and the weights beside it."""
        answer = self.api.get_alias(FunctionName=self.name, Name="live")
        weights = (answer.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {}
        return answer["FunctionVersion"], weights

    def call(self) -> str | None:
        """The error of one request to the alias, if any."""
        answer = self.api.invoke(FunctionName=self.name, Qualifier="live")
        answer["Payload"].read()
        error: str | None = answer.get("FunctionError")
        return error
