"""Web ACLs: capacity, priorities of rules, and logging."""

from collections import Counter
from collections.abc import Iterator

from tools.review.aws_rules.knowledge.tables import table
from tools.review.aws_rules.knowledge.waf_capacity import UnknownGroupError, capacity
from tools.review.aws_rules.model import Fault, Resource, Subject
from tools.review.aws_rules.values import as_list, blocks, number

PROMISE = "Web ACLs stay within the included capacity, in one order, with logs that WAF accepts"
PAGE = "https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html"
LOGGING = "https://docs.aws.amazon.com/waf/latest/developerguide/logging-destinations.html"
RATES = (
    "https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html"
)
PREFIX = "aws-waf-logs-"
WINDOWS = {0, 60, 120, 300, 600}


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of every web ACL and rule group, then of their logging."""
    groups = {
        str(each.values.get("arn")): int(number(each.values.get("capacity")) or 0)
        for each in subject.of("aws_wafv2_rule_group")
    }
    for acl in subject.of("aws_wafv2_web_acl", "aws_wafv2_rule_group"):
        yield from _priorities(acl)
        yield from _capacity(acl, groups)
        yield from _rates(acl)
        yield from _bodies(acl)
    for logging in subject.of("aws_wafv2_web_acl_logging_configuration"):
        for arn in as_list(logging.values.get("log_destination_configs")):
            if not _name_of(str(arn)).startswith(PREFIX):
                yield Fault(
                    logging.place,
                    f"WAF does not log to {arn}",
                    f"Name the log group, stream or bucket {PREFIX}…",
                    LOGGING,
                )


def _name_of(arn: str) -> str:
    """The name in the ARN of a log group, a delivery stream or a bucket."""
    last = arn.removesuffix(":*")
    return last.rpartition("/")[2] if ":deliverystream/" in last else last.rpartition(":")[2]


def _priorities(acl: Resource) -> Iterator[Fault]:
    counts = Counter(each.get("priority") for each in blocks(acl.values, "rule"))
    for priority, count in counts.items():
        if priority is not None and count > 1:
            yield Fault(acl.place, f"{count} rules have priority {priority}", "Give each its own")


def _capacity(acl: Resource, groups: dict[str, int]) -> Iterator[Fault]:
    limits, total = table("waf"), 0
    for rule in blocks(acl.values, "rule"):
        for statement in blocks(rule, "statement"):
            try:
                total += capacity(statement, groups)
            except UnknownGroupError as error:
                yield Fault(
                    acl.place,
                    f"AWS has no managed rule group {error} that this table knows",
                    "Correct the name, or add it with its capacity to data/waf.json",
                )
    own = number(acl.values.get("capacity"))
    limit = own if acl.type == "aws_wafv2_rule_group" and own else limits["included"]
    if total > limits["most"]:
        yield Fault(acl.place, f"{total:,} WCU of {limits['most']:,}", "Drop rules")
    elif total > limit:
        yield Fault(
            acl.place,
            f"{total:,} WCU; {limit:,.0f} are included",
            "Every 500 more cost per request, and a rule group's are fixed: drop rules",
        )


def _rates(acl: Resource) -> Iterator[Fault]:
    for rule in blocks(acl.values, "rule"):
        for statement in blocks(rule, "statement"):
            for rate in blocks(statement, "rate_based_statement"):
                limit = number(rate.get("limit"))
                if limit is not None and not 10 <= limit <= 2_000_000_000:  # noqa: PLR2004
                    yield Fault(acl.place, f"A rate of {limit:g} is none", "10 or more", RATES)
                window = number(rate.get("evaluation_window_sec")) or 0
                if window not in WINDOWS:
                    yield Fault(
                        acl.place,
                        f"An evaluation window of {window:g} s is none",
                        "Use 60, 120, 300 or 600",
                        RATES,
                    )


def _bodies(acl: Resource) -> Iterator[Fault]:
    """Faults of custom responses whose body the web ACL does not have."""
    known = {each.get("key") for each in blocks(acl.values, "custom_response_body")}
    for rule in blocks(acl.values, "rule"):
        for action in blocks(rule, "action"):
            for block in blocks(action, "block"):
                for response in blocks(block, "custom_response"):
                    key = response.get("custom_response_body_key")
                    if key and key not in known:
                        yield Fault(acl.place, f"There is no custom body {key}", "Add it")
