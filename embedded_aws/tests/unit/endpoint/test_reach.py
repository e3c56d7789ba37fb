"""Templates whose resources refer to each other, and requests that are no template."""

import io
from typing import Any
from urllib.parse import urlencode

import pytest

from embedded_aws.endpoint.reach import Reach

READER = """
Resources:
  Queue: {{Type: AWS::SQS::Queue}}
  Reader:
    Type: AWS::Lambda::EventSourceMapping
    Properties: {{EventSourceArn: {}, FunctionName: none}}
"""
STREAM = "arn:aws:kinesis:eu-central-1:123456789012:stream/s"


def request(template: str) -> dict[str, Any]:
    scope = "ASIA/20260131/eu-central-1/cloudformation/aws4_request"
    form = {"Action": "CreateStack", "StackName": "s", "TemplateBody": template}
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/",
        "CONTENT_TYPE": "application/x-www-form-urlencoded; charset=utf-8",
        "HTTP_AUTHORIZATION": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host",
        "wsgi.input": io.BytesIO(urlencode(form).encode()),
    }


def refusal(template: str) -> str:
    refused = Reach(lambda _name, _runtime: None).refusal_of(request(template))
    return refused.message if refused else ""


@pytest.mark.parametrize("source", ["!GetAtt Queue.Arn", "{'Fn::GetAtt': [Queue, Arn]}"])
def test_a_source_that_a_template_refers_to_is_no_gap(source: str) -> None:
    assert refusal(READER.format(source)) == ""


def test_a_source_that_a_template_names_may_be_one() -> None:
    assert refusal(READER.format(STREAM)).startswith("Reader: Event sources of Lambda other than")


@pytest.mark.parametrize("template", ["", "{", "[]", "Resources: 5", "Resources: {A: 1}"])
def test_what_is_no_template_is_cloudformations_to_refuse(template: str) -> None:
    assert refusal(template) == ""
