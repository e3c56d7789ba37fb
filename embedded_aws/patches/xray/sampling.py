"""X-Ray's sampling rules, which moto lacks (X-Ray API reference); settings here."""

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


def _create(self: Any, asked: Any) -> Any:
    kept, given = xray_operations.kept(self, "sampling_rules"), asked["SamplingRule"]
    if any(held["RuleName"] == given["RuleName"] for held in kept.values()):
        raise xray_operations.InvalidRequestError(
            f"A rule with the name {given['RuleName']} exists already"
        )
    arn = xray_operations.arn(self, "sampling-rule", given["RuleName"])
    now = time.time()
    kept[arn] = {"Attributes": {}, **given, "RuleARN": arn, "CreatedAt": now, "ModifiedAt": now}
    xray_operations.tagger(self).tag_resource(arn, asked.get("Tags") or [])
    return {"SamplingRuleRecord": _record(kept[arn])}


def _record(held: dict[str, Any]) -> dict[str, Any]:
    times = {key: held[key] for key in ("CreatedAt", "ModifiedAt")}
    return {"SamplingRule": {k: v for k, v in held.items() if k not in times}, **times}


def _get_all(self: Any, _: Any) -> Any:
    rules = [_record(held) for held in xray_operations.kept(self, "sampling_rules").values()]
    return {"SamplingRuleRecords": rules}


def _update(self: Any, asked: Any) -> Any:
    given = asked["SamplingRuleUpdate"]
    rule = xray_operations.found(xray_operations.kept(self, "sampling_rules"), given, "Rule")
    names = {"RuleName", "RuleARN"}
    rule.update({k: v for k, v in given.items() if k not in names}, ModifiedAt=time.time())
    return {"SamplingRuleRecord": _record(rule)}


def _delete(self: Any, asked: Any) -> Any:
    kept = xray_operations.kept(self, "sampling_rules")
    return {
        "SamplingRuleRecord": _record(
            kept.pop(xray_operations.found(kept, asked, "Rule")["RuleARN"])
        )
    }
