"""Parameters that are too long, too large, of another form or none of the options are refused.

Each service's API reference has the constraints of its parameters.
"""

import pytest

from embedded_aws.tests.integration.server.account.refusing import Refused, fresh
from embedded_aws.tests.integration.server.conftest import EmbeddedAws
from embedded_aws.tests.integration.server.trust import TRUST

INVALID, VALIDATION, ERROR = (
    "InvalidParameterException",
    "ValidationException",
    "ValidationError",
)
FORM = "Member must satisfy regular expression pattern"
LONGER, SHORTER = "Member must have length less than", "Member must have length greater than"
MORE, LESS = "Member must have value less than", "Member must have value greater than"
NEW = {"Role": "arn:aws:iam::123456789012:role/r", "Code": {"ZipFile": b""}, "Handler": "main.h"}
EVENT = {"Source": "a", "DetailType": "b", "Detail": "{}"}
ROLE = "arn:aws:iam::123456789012:role/r"

ROWS = {
    "a function's memory": Refused(
        "lambda",
        "create_function",
        VALIDATION,
        LESS,
        {**NEW, "FunctionName": "f", "MemorySize": 64},
    ),
    "a function's large memory": Refused(
        "lambda",
        "update_function_configuration",
        VALIDATION,
        "Value '10241' at 'memorySize' failed to satisfy constraint: " + MORE,
        {"FunctionName": "f", "MemorySize": 10241},
    ),
    "a function's time": Refused(
        "lambda",
        "update_function_configuration",
        VALIDATION,
        "Value '901' at 'timeout' failed to satisfy constraint: " + MORE,
        {"FunctionName": "f", "Timeout": 901},
    ),
    "a function's name": Refused(
        "lambda", "create_function", VALIDATION, FORM, {**NEW, "FunctionName": "no name"}
    ),
    "an alias that is a number": Refused(
        "lambda",
        "create_alias",
        VALIDATION,
        FORM,
        {"FunctionName": "f", "Name": "1", "FunctionVersion": "1"},
    ),
    "a batch of an event source": Refused(
        "lambda",
        "create_event_source_mapping",
        VALIDATION,
        MORE,
        {
            "FunctionName": "f",
            "EventSourceArn": "arn:aws:sqs:eu-central-1:123456789012:q",
            "BatchSize": 20_000,
        },
    ),
    "a log group's name": Refused(
        "logs", "create_log_group", INVALID, FORM, {"logGroupName": "no name"}
    ),
    "an empty log event": Refused(
        "logs",
        "put_log_events",
        INVALID,
        "at 'logEvents.1.member.message'",
        {"logGroupName": "g", "logStreamName": "s", "logEvents": [{"timestamp": 1, "message": ""}]},
    ),
    "a page of log groups": Refused("logs", "describe_log_groups", INVALID, MORE, {"limit": 51}),
    "a user pool's id": Refused(
        "cognito-idp", "describe_user_pool", INVALID, FORM, {"UserPoolId": "none"}
    ),
    "a page of users": Refused(
        "cognito-idp",
        "list_users",
        INVALID,
        MORE,
        {"UserPoolId": "eu-central-1_abc", "Limit": 61},
    ),
    "a password policy": Refused(
        "cognito-idp",
        "create_user_pool",
        INVALID,
        LESS,
        {"PoolName": "p", "Policies": {"PasswordPolicy": {"MinimumLength": 5}}},
    ),
    "a secret's size": Refused(
        "secretsmanager",
        "create_secret",
        VALIDATION,
        LONGER,
        {"Name": "s", "SecretString": "a" * 65_537, "ClientRequestToken": "a" * 32},
    ),
    "eleven parameters": Refused(
        "ssm", "get_parameters", VALIDATION, LONGER, {"Names": [f"/{n}" for n in range(11)]}
    ),
    "a parameter's type": Refused(
        "ssm",
        "put_parameter",
        VALIDATION,
        "enum value set: [String, StringList, SecureString]",
        {"Name": "/p", "Value": "v", "Type": "Text"},
    ),
    "eleven events": Refused("events", "put_events", VALIDATION, LONGER, {"Entries": [EVENT] * 11}),
    "a rule's name": Refused("events", "put_rule", VALIDATION, FORM, {"Name": "no name"}),
    "a role's name": Refused(
        "iam",
        "create_role",
        ERROR,
        FORM,
        {"RoleName": "no name", "AssumeRolePolicyDocument": TRUST},
    ),
    "a role's sessions": Refused(
        "iam",
        "create_role",
        ERROR,
        LESS,
        {"RoleName": "r", "AssumeRolePolicyDocument": TRUST, "MaxSessionDuration": 100},
    ),
    "a session's name": Refused(
        "sts", "assume_role", ERROR, FORM, {"RoleArn": ROLE, "RoleSessionName": "no name"}
    ),
    "a session's time": Refused(
        "sts",
        "assume_role",
        ERROR,
        LESS,
        {"RoleArn": ROLE, "RoleSessionName": "name", "DurationSeconds": 10},
    ),
    "a key's alias": Refused(
        "kms", "create_alias", VALIDATION, FORM, {"AliasName": "no alias", "TargetKeyId": "k"}
    ),
}


@pytest.mark.parametrize("row", ROWS)
def test_a_parameter_beyond_its_constraint_is_refused(aws: EmbeddedAws, row: str) -> None:
    status, code, message = ROWS[row].answer(aws)

    assert (status, code) == (400, ROWS[row].code)
    assert ROWS[row].words in message


def test_a_hidden_value_is_not_repeated(aws: EmbeddedAws) -> None:
    long = {"Name": "s", "SecretString": "hush" * 20_000, "ClientRequestToken": "a" * 32}

    _, _, message = Refused("secretsmanager", "create_secret", VALIDATION, "", long).answer(aws)

    assert "at 'secretString'" in message
    assert "hush" not in message


def test_parameters_in_lists_of_forms_and_queries_pass(aws: EmbeddedAws) -> None:
    iam, name = aws.client("iam"), fresh("tagged")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
    iam.tag_role(RoleName=name, Tags=[{"Key": "a", "Value": "b"}])
    iam.untag_role(RoleName=name, TagKeys=["a"])

    arn = "arn:aws:lambda:eu-central-1:123456789012:function:none"
    status, code, _ = Refused(
        "lambda", "untag_resource", "", "", {"Resource": arn, "TagKeys": ["a"]}
    ).answer(aws)

    assert iam.list_role_tags(RoleName=name)["Tags"] == []
    assert (status, code) == (404, "ResourceNotFoundException")
