"""The permissions of orders on its table."""

from tests.harness.roots import module_call


def test_orders_may_do_what_its_adapter_calls() -> None:
    assert set(module_call("orders")["table_actions"]) == {
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
    }
