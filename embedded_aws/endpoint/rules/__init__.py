"""Rules of single services about a request's parameters, which no API model says.

Each is a function of the parameters that returns what is wrong with them, or nothing.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from embedded_aws.endpoint.reach.request import Refused, Request
from embedded_aws.endpoint.rules import cognito, keys, logs, messages, parameters, secrets
from embedded_aws.endpoint.rules.rule import Rule

RULES: Mapping[str, Sequence[Rule]] = {
    "cognito-idp": cognito.RULES,
    "kms": keys.RULES,
    "logs": logs.RULES,
    "secretsmanager": secrets.RULES,
    "sns": messages.TOPICS,
    "sqs": messages.QUEUES,
    "ssm": parameters.RULES,
}


def refusal_of(service: str, request: Request) -> Refused | None:
    """The refusal by the first rule that the request breaks; None when it may pass."""
    given: Mapping[str, Any] = request.body
    for rule in RULES.get(service, ()):
        if request.operation in rule.operations:
            message = rule.fault(given)
            if message:
                return Refused(rule.code, message)
    return None
