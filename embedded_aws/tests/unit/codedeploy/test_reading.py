"""Parsing of AppSpecs and traffic routing, and the length of a minute."""

import json
from typing import Any

import pytest

from embedded_aws.codedeploy import appspec, routing
from embedded_aws.codedeploy.errors import CodeDeployError
from embedded_aws.codedeploy.routing import PREDEFINED, Routing
from embedded_aws.codedeploy.scale import VARIABLE, minute_seconds
from embedded_aws.scale import ScaleError

PROPERTIES = {"Name": "f", "Alias": "live", "CurrentVersion": "1", "TargetVersion": "2"}
YAML = """
version: 0.0
Resources:
  - f:
      Type: AWS::Lambda::Function
      Properties: {Name: f, Alias: live, CurrentVersion: 1, TargetVersion: 2}
Hooks:
  - BeforeAllowTraffic: smoke
"""


def revision(content: str) -> dict[str, Any]:
    return {"revisionType": "AppSpecContent", "appSpecContent": {"content": content}}


def written(**changed: Any) -> str:
    resource = {"f": {"Type": "AWS::Lambda::Function", "Properties": PROPERTIES}}
    return json.dumps(
        {
            "version": 0.0,
            "Resources": [resource],
            "Hooks": [{"BeforeAllowTraffic": "smoke"}],
        }
        | changed
    )


@pytest.mark.parametrize("content", [YAML, written()])
def test_an_appspec_is_json_or_yaml(content: str) -> None:
    spec = appspec.read(revision(content))

    assert spec == appspec.AppSpec("f", "live", "1", "2", {"BeforeAllowTraffic": "smoke"})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "neither JSON nor YAML"),
        ("{}", "lacks 'Resources'"),
        ('{"Resources": []}', "one resource"),
        ('{"Resources": [{"f": {"Properties": {"Name": "f"}}}]}', "lacks 'Alias'"),
        ("[]", "one resource"),
        (written(Hooks=[{"BeforeInstall": "x"}]), "no hook BeforeInstall"),
    ],
)
def test_an_appspec_that_says_too_little_is_refused(content: str, sentence: str) -> None:
    with pytest.raises(CodeDeployError, match=sentence):
        appspec.read(revision(content))


@pytest.mark.parametrize("given", [None, {}, {"revisionType": "S3", "s3Location": {}}])
def test_a_revision_without_an_appspec_is_refused(given: Any) -> None:
    with pytest.raises(CodeDeployError, match=r"revision is required|needs its AppSpec"):
        appspec.read(given)


@pytest.mark.parametrize(
    "known",
    [
        Routing(),
        Routing(10, 5),
        Routing(25, 1, linear=True),
        PREDEFINED["CodeDeployDefault.LambdaLinear10PercentEvery1Minute"],
    ],
)
def test_traffic_routing_is_shown_as_it_was_told(known: Routing) -> None:
    assert routing.read(known.shown()) == known


@pytest.mark.parametrize(
    "config",
    [
        {"type": "Sudden"},
        {"type": "TimeBasedCanary"},
        {
            "type": "TimeBasedCanary",
            "timeBasedCanary": {"canaryPercentage": 100, "canaryInterval": 1},
        },
        {"type": "TimeBasedLinear", "timeBasedLinear": {"linearPercentage": 10}},
    ],
)
def test_traffic_routing_that_leads_nowhere_is_refused(config: dict[str, Any]) -> None:
    with pytest.raises(CodeDeployError, match=r"must be between|not known"):
        routing.read(config)


def test_a_minute_lasts_a_second_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    usual = minute_seconds()
    monkeypatch.setenv(VARIABLE, "0.2")

    assert (usual, minute_seconds()) == (1.0, 0.2)


@pytest.mark.parametrize("text", ["soon", "0", "-1", "61"])
def test_a_minute_of_no_length_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv(VARIABLE, text)

    with pytest.raises(ScaleError, match="seconds that a minute"):
        minute_seconds()
