"""Usage plans, method settings and stages that fit together."""

from collections.abc import Iterator

from tools.review.aws_rules.knowledge.openapi import operations
from tools.review.aws_rules.model import Fault, Subject
from tools.review.aws_rules.values import blocks, number

PROMISE = "Quotas begin within their period, and settings are of methods that the API has"
PAGE = "https://docs.aws.amazon.com/apigateway/latest/api/API_QuotaSettings.html"
SETTINGS = "https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateStage.html"
LATEST_OFFSET = {"DAY": 0, "WEEK": 6, "MONTH": 27}
ROOT = "~1"


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of every usage plan, then of every method's settings."""
    for plan in subject.of("aws_api_gateway_usage_plan"):
        for quota in blocks(plan.values, "quota_settings"):
            period, offset = str(quota.get("period")), number(quota.get("offset")) or 0
            if offset > LATEST_OFFSET.get(period, offset):
                yield Fault(
                    plan.place,
                    f"A {period} does not begin {offset:g} days late",
                    f"Use 0 to {LATEST_OFFSET[period]}",
                )
    yield from _settings(subject)


def _settings(subject: Subject) -> Iterator[Fault]:
    """Faults of settings for methods that the whole planned API does not have."""
    apis = {each.place for each in subject.of("aws_api_gateway_rest_api")}
    whole = [document for document in subject.documents if document.place in apis]
    known = {
        f"{operation.path.strip('/').replace('/', ROOT)}/{operation.verb.upper()}"
        for document in whole
        for operation in operations(document)
    }
    for settings in subject.of("aws_api_gateway_method_settings"):
        path = str(settings.values.get("method_path") or "*/*").removeprefix(ROOT)
        resource, _, verb = path.rpartition("/")
        if known and "*" not in (resource, verb) and path not in known:
            yield Fault(
                settings.place,
                f"The API has no method {path.replace(ROOT, '/')}",
                "Name one",
                SETTINGS,
            )
