"""The catalog's permissions on its table."""

from tests.harness.roots import module_call


def test_catalog_may_do_what_its_adapter_calls() -> None:
    assert set(module_call("catalog")["table_actions"]) == {
        "dynamodb:BatchGetItem",
        "dynamodb:DeleteItem",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
    }
