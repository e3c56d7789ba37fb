"""Keys (KMS API reference, ScheduleKeyDeletion and CreateAlias)."""

from embedded_aws.endpoint.rules.rule import Parameters, rule

SHORTEST_DAYS, LONGEST_DAYS = 7, 30


def _window(given: Parameters) -> str | None:
    days = given.get("PendingWindowInDays", LONGEST_DAYS)
    if SHORTEST_DAYS <= days <= LONGEST_DAYS:
        return None
    return f"PendingWindowInDays must be between {SHORTEST_DAYS} and {LONGEST_DAYS}: {days}"


def _alias(given: Parameters) -> str | None:
    if str(given.get("AliasName", "")).startswith("alias/aws/"):
        return "An alias that begins with alias/aws/ is of AWS's own keys."
    return None


RULES = (
    rule("ScheduleKeyDeletion", "ValidationException", _window),
    rule("CreateAlias", "NotAuthorizedException", _alias),
)
