"""X-Ray's sampling rules, which moto lacks (X-Ray API reference); only their settings."""

import time
from typing import Any

from embedded_aws.patches.xray import operations as xray_operations


def install() -> None:
    """Add the operations on rules."""
    xray_operations.add(
        {
            "CreateSamplingRule": _create,
            "GetSamplingRules": _get_all,
            "UpdateSamplingRule": _update,
            "DeleteSamplingRule": _delete,
        }
    )


def _create(self: Any, body: Any) -> Any:
    rules, given = xray_operations.stored(self, "sampling_rules"), body["SamplingRule"]
    if any(rule["RuleName"] == given["RuleName"] for rule in rules.values()):
        raise xray_operations.InvalidRequestError(
            f"A rule with the name {given['RuleName']} exists already"
        )
    arn = xray_operations.arn(self, "sampling-rule", given["RuleName"])
    now = time.time()
    rules[arn] = {"Attributes": {}, **given, "RuleARN": arn, "CreatedAt": now, "ModifiedAt": now}
    xray_operations.tagger(self).tag_resource(arn, body.get("Tags") or [])
    return {"SamplingRuleRecord": _record(rules[arn])}


def _record(rule: dict[str, Any]) -> dict[str, Any]:
    times = {key: rule[key] for key in ("CreatedAt", "ModifiedAt")}
    return {"SamplingRule": {k: v for k, v in rule.items() if k not in times}, **times}


def _get_all(self: Any, _: Any) -> Any:
    rules = [_record(rule) for rule in xray_operations.stored(self, "sampling_rules").values()]
    return {"SamplingRuleRecords": rules}


def _update(self: Any, body: Any) -> Any:
    given = body["SamplingRuleUpdate"]
    rule = xray_operations.looked_up(xray_operations.stored(self, "sampling_rules"), given, "Rule")
    names = {"RuleName", "RuleARN"}
    rule.update({k: v for k, v in given.items() if k not in names}, ModifiedAt=time.time())
    return {"SamplingRuleRecord": _record(rule)}


def _delete(self: Any, body: Any) -> Any:
    rules = xray_operations.stored(self, "sampling_rules")
    return {
        "SamplingRuleRecord": _record(
            rules.pop(xray_operations.looked_up(rules, body, "Rule")["RuleARN"])
        )
    }
