"""The customers' permissions on their table."""

from tests.harness.roots import module_call


def test_customers_may_do_what_its_adapter_calls() -> None:
    assert set(module_call("customers")["table_actions"]) == {
        "dynamodb:DeleteItem",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
    }
