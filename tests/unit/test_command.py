"""How every command of tools ends."""

import os
import signal
import subprocess
import sys
from argparse import Namespace

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from tools import command
from tools.command import CommandError, Ending, Work


def ended(work: Work, *, failure: int = 1) -> int:
    return command.run(command.parser("tools.example", "An example."), [], work, failure=failure)


def raising(error: BaseException) -> Work:
    def work(_: Namespace) -> None:
        raise error

    return work


@pytest.mark.parametrize("status", [1, 2])
def test_an_expected_error_is_one_sentence_and_the_commands_status(
    capsys: pytest.CaptureFixture[str], status: int
) -> None:
    ending = ended(raising(CommandError("[parcels] is not there; run `make up`")), failure=status)

    assert ending == status
    assert capsys.readouterr().err == "error: [parcels] is not there; run `make up`\n"


def test_a_sentence_is_never_broken_into_lines(capsys: pytest.CaptureFixture[str]) -> None:
    ended(raising(CommandError("word " * 100)))

    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    "error",
    [
        EndpointConnectionError(endpoint_url="http://nowhere"),
        ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "GetObject"),
    ],
)
def test_a_refusal_of_aws_is_a_sentence(
    capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    assert ended(raising(error)) == 1
    assert capsys.readouterr().err.startswith("error: AWS refused or does not answer: ")


def test_any_other_error_is_a_bug_and_shows_where() -> None:
    with pytest.raises(ZeroDivisionError):
        ended(raising(ZeroDivisionError()))


def test_ctrl_c_ends_with_the_shells_status() -> None:
    assert ended(raising(KeyboardInterrupt())) == 130


def test_a_last_line_tells_the_elapsed_time(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(lambda _: Ending("example: 3 files", 1)) == 1
    assert capsys.readouterr().out == "example: 3 files in 0.0 s\n"


def test_a_job_is_described_by_the_first_line_of_its_docstring(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def write(_: Namespace) -> int:
        """Write the table."""
        return 3

    parser = command.parser("tools.example", "An example.")
    command.job(command.jobs_of(parser), "write", write)

    assert command.run(parser, ["write"]) == 3
    with pytest.raises(SystemExit):
        command.run(parser, ["--help"])
    assert "Write the table." in capsys.readouterr().out


def test_a_termination_unwinds_what_is_under_way() -> None:
    def terminated(_: Namespace) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    before = signal.getsignal(signal.SIGTERM)

    with pytest.raises(SystemExit) as end:
        ended(terminated)

    assert (end.value.code, signal.getsignal(signal.SIGTERM)) == (143, before)


def test_a_command_that_talks_to_no_aws_does_not_import_its_library() -> None:
    program = "import sys, tools.command; sys.exit('botocore' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
