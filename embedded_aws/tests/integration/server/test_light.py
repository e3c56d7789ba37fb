"""Modules that the embedded AWS leaves out at its start are imported on first use."""

import subprocess
import sys

import pytest
from botocore.exceptions import ClientError

from embedded_aws.tests.integration.server.conftest import EmbeddedAws

HEAVY = ("moto.ec2", "aws_xray_sdk", "openapi_spec_validator", "httpx", "rfc3987_syntax")


def test_the_server_imports_nothing_heavy_that_is_asked_for_seldom() -> None:
    program = (
        "import sys; from embedded_aws import light;"
        "light.import_moto(); light.import_jsonschema();"
        "import embedded_aws.server.serving;"
        f"print([each for each in {HEAVY} if each in sys.modules])"
    )

    printed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout

    assert printed == "[]\n"


def test_ec2_answers_whoever_asks(aws: EmbeddedAws) -> None:
    types = aws.client("ec2").describe_instance_types(InstanceTypes=["t4g.nano"])

    assert [each["InstanceType"] for each in types["InstanceTypes"]] == ["t4g.nano"]


def test_commands_to_machines_find_the_machines(aws: EmbeddedAws) -> None:
    image = aws.client("ec2").describe_images()["Images"][0]["ImageId"]
    run = aws.client("ec2").run_instances(ImageId=image, MinCount=1, MaxCount=1)
    machine = run["Instances"][0]["InstanceId"]

    sent = aws.client("ssm").send_command(
        DocumentName="AWS-RunShellScript",
        Targets=[{"Key": "instance-state-name", "Values": ["running"]}],
    )["Command"]

    assert machine in sent["InstanceIds"]


def test_an_invalid_document_is_refused_still(aws: EmbeddedAws) -> None:
    with pytest.raises(ClientError, match=r"Invalid OpenAPI input\. A part of it"):
        aws.client("apigateway").import_rest_api(
            failOnWarnings=True, body=b'{"openapi": "3.0.1", "paths": 5}'
        )
