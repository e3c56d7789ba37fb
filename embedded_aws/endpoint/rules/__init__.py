"""Rules of single services about a request's parameters, which no API model says.

Each is a function of the parameters that returns what is wrong with them, or nothing.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from embedded_aws.endpoint.reach.request import Refused
from embedded_aws.endpoint.rules.functions import (
    functions,
    grants,
    invocations,
    packages,
    provisioned,
)
from embedded_aws.endpoint.rules.identities import (
    policies,
    roles,
    sessions,
    web_identities,
)
from embedded_aws.endpoint.rules.messages import (
    buses,
    messages,
    queues,
    subscriptions,
    topics,
)
from embedded_aws.endpoint.rules.people import cognito, people, pools, tokens
from embedded_aws.endpoint.rules.rule import Given, Rule
from embedded_aws.endpoint.rules.settings import keys, parameters, secrets, zones
from embedded_aws.endpoint.rules.storage import bucket_policies, buckets, objects, tables
from embedded_aws.endpoint.rules.watching import alarms, log_classes, logs, metrics, scaling

_report = logging.getLogger(__name__)

RULES: Mapping[str, Sequence[Rule]] = {
    "application-autoscaling": scaling.RULES,
    "cognito-idp": (*cognito.RULES, *pools.RULES, *tokens.RULES, *people.RULES),
    "dynamodb": tables.RULES,
    "events": buses.RULES,
    "iam": (*roles.RULES, *policies.RULES),
    "kms": keys.RULES,
    "lambda": (
        *functions.RULES,
        *grants.RULES,
        *invocations.RULES,
        *packages.RULES,
        *provisioned.RULES,
    ),
    "logs": (*logs.RULES, *log_classes.RULES),
    "monitoring": (*metrics.RULES, *alarms.RULES),
    "route53": zones.RULES,
    "s3": (*buckets.RULES, *bucket_policies.RULES, *objects.RULES),
    "secretsmanager": secrets.RULES,
    "sns": (*topics.RULES, *subscriptions.RULES),
    "sqs": (*queues.RULES, *messages.RULES),
    "ssm": parameters.RULES,
    "sts": (*sessions.RULES, *web_identities.RULES),
}


def refusal_of(service: str, operation: str, read: Callable[[], Given]) -> Refused | None:
    """The refusal by the first rule that the request breaks; None when it may pass."""
    fitting = _rules_of(service, operation)
    given = read() if fitting else Given()
    return next((refused for each in fitting if (refused := _judged(each, given))), None)


def _judged(rule: Rule, given: Given) -> Refused | None:
    """The rule's refusal; a rule that fails is reported, and the service judges alone."""
    try:
        return rule.refusal(given)
    except Exception:  # noqa: BLE001 - it must not cost the request
        _report.exception("A rule of %s failed", ", ".join(sorted(rule.operations)))
        return None


@cache
def _rules_of(service: str, operation: str) -> tuple[Rule, ...]:
    return tuple(each for each in RULES.get(service, ()) if operation in each.operations)
