"""Bad input ends with one sentence and a non-zero exit status."""

import pytest

from tools.command import CommandError
from tools.deploy.__main__ import main
from tools.deploy.operations.logs import since_seconds


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--env", "mars", "plan", "authorizer"], "there is no environment mars"),
        (["plan", "nothing"], "there is no root nothing"),
        (["deploy", "nothing"], "there is no service nothing"),
        (["deploy", "platform"], "platform is a root, and no service: `make deploy` applies"),
        (["destroy", "platform"], "platform is a root, and no service"),
        (["logs", "gateway"], "gateway is a root, and no service"),
        (["unlock", "nothing"], "there is no root nothing"),
        (["logs", "nothing"], "there is no service nothing"),
        (["logs", "authorizer", "--since", "soon"], "soon is not a time span"),
        (["token", "--consumer", "nobody"], "has no machine consumer nobody"),
        (["token", "--consumer", "web"], "has no machine consumer web"),
        (["--env", "dev", "up"], "is for this machine"),
        (["--env", "dev", "down"], "is for this machine"),
        (["--env", "dev", "watch"], "is for this machine"),
        (["--env", "dev", "console"], "is for this machine"),
        (["destroy", "authorizer"], "nothing was destroyed"),
    ],
)
def test_bad_input_is_told_in_a_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    status = main(arguments)

    assert status == 1
    assert sentence in capsys.readouterr().err.replace("\n", " ")


def test_an_aws_that_does_not_answer_is_told_in_a_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PORT", "1")

    status = main(["token", "--consumer", "acme"])

    assert status == 1
    assert "is `make up` done?" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["plan", "gateway"],
        ["deploy", "authorizer"],
        ["deploy", "gateway"],
        ["rollback", "authorizer"],
        ["logs", "authorizer"],
        ["alarms"],
        ["watch"],
        ["rotate_secret", "--consumer", "acme"],
    ],
)
def test_a_stack_that_is_down_is_told_with_the_way_up(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setenv("AWS_PORT", "1")

    status = main(arguments)

    assert status == 1
    assert "start it with `make up`" in capsys.readouterr().err


def test_missing_credentials_are_told_with_the_way_out(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)

    status = main(["--env", "dev", "rollback", "authorizer"])

    assert status == 1
    assert "AWS_PROFILE" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("10m", 600), ("2h", 7200), ("1d", 86400)]
)
def test_time_spans_are_read(text: str, seconds: int) -> None:
    assert since_seconds(text) == seconds


@pytest.mark.parametrize("text", ["", "10", "m", "-1m", "1.5h"])
def test_other_time_spans_are_refused(text: str) -> None:
    with pytest.raises(CommandError, match="time span"):
        since_seconds(text)
