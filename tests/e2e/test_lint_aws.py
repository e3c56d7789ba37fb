"""The findings of `make lint-aws` in the plans of the running stack."""

from tests.e2e.harness.stack import Stack


def test_aws_would_take_everything_that_is_deployed(stack: Stack) -> None:
    done = stack.make("lint-aws")

    assert " 0 findings" in done.stdout
