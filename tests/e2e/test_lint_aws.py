"""What `make lint-aws` says of the plans of everything that is deployed."""

from pathlib import Path

from tests.e2e.conftest import Stack


def test_aws_would_take_everything_that_is_deployed(stack: Stack) -> None:
    done = stack.make("lint-aws")

    assert " 0 findings" in done.stdout


def test_what_aws_would_refuse_is_found_in_a_plan_before_it_is_applied(stack: Stack) -> None:
    module = Path(stack.folder, "terraform/modules/api_gateway/access_log.tf")
    whole = module.read_text(encoding="utf-8")
    module.write_text(whole.replace('"requestTimeEpoch"', '"requestEpoch"'), encoding="utf-8")

    done = stack.make("lint-aws", check=False)

    module.write_text(whole, encoding="utf-8")
    assert done.returncode
    assert "context-variables" in done.stdout
