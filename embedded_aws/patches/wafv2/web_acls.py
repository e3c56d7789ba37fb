"""WAF as in AWS: one web ACL per stage, replaced whole, and not deleted while in use.

API reference, AssociateWebACL, UpdateWebACL, DeleteWebACL and DeleteIPSet. Parts of an associated
web ACL that are not enforced on this machine are named in the log, and by `not_enforced`.
"""

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

from moto.apigateway.models import apigateway_backends
from moto.wafv2.exceptions import (
    WAFNonexistentItemException,
    WAFv2ClientError,
    WAFV2DuplicateItemException,
)
from moto.wafv2.models import WAFV2Backend, wafv2_backends

from embedded_aws import waf
from embedded_aws.state.regions import used

DUPLICATE = (
    "AWS WAF couldn’t perform the operation because some resource in your request is a "  # noqa: RUF001
    "duplicate of an existing one."
)
STAGES = "::/restapis/"
_report = logging.getLogger(__name__)


class AssociatedItemError(WAFv2ClientError):  # type: ignore[misc]
    """A resource still uses it."""

    def __init__(self) -> None:
        super().__init__(
            "WAFAssociatedItemException",
            "AWS WAF couldn't perform the operation because your resource is being used by another "
            "resource or it's associated with another resource.",
        )


def install() -> None:
    """Patch moto's WAF; safe to call more than once."""
    backend: Any = WAFV2Backend
    if getattr(backend, "keeps_associations", False):
        return
    backend.keeps_associations = True
    WAFV2DuplicateItemException.__init__ = _duplicate
    backend.associate_web_acl = _associating(WAFV2Backend.associate_web_acl)
    backend.get_web_acl_for_resource = _of_stages(WAFV2Backend.get_web_acl_for_resource)
    backend.update_web_acl = _replacing(WAFV2Backend.update_web_acl)
    backend.delete_web_acl = _unless_associated(WAFV2Backend.delete_web_acl)
    backend.delete_ip_set = _unless_referred_to(WAFV2Backend.delete_ip_set)
    backend.delete_regex_pattern_set = _unless_referred_to(WAFV2Backend.delete_regex_pattern_set)


def _duplicate(self: Any) -> None:
    """The error of a name that is taken, by the name that AWS WAF gives it."""
    WAFv2ClientError.__init__(self, "WAFDuplicateItemException", DUPLICATE)


def not_enforced(account_id: str) -> list[str]:
    """Sentences about the parts of associated web ACLs that are not enforced on this machine."""
    regions = used(wafv2_backends, account_id)
    return [each for region in regions for each in _not_enforced(account_id, region)]


def _not_enforced(account_id: str, region: str) -> list[str]:
    backend = wafv2_backends[account_id][region]
    arns = {stage.web_acl_arn for stage in _stages(account_id, region)}
    acls = [acl for acl in list(backend.wacls.values()) if acl.arn in arns]
    return [sentence for acl in acls for sentence in waf.not_enforced(backend, acl.to_dict())]


def _stages(account_id: str, region: str) -> Iterator[Any]:
    for api in list(apigateway_backends[account_id][region].apis.values()):
        yield from list(api.stages.values())


def _associated(backend: Any, acl: Any) -> bool:
    stages = _stages(backend.account_id, backend.region_name)
    others = [arn for arn in acl.associated_resources if STAGES not in arn]
    return bool(others) or any(stage.web_acl_arn == acl.arn for stage in stages)


def _tell(backend: Any, acl: Any) -> None:
    for sentence in waf.not_enforced(backend, acl.to_dict()):
        _report.warning("%s", sentence)


def _associating(original: Callable[..., None]) -> Callable[..., None]:
    """Allow one web ACL per resource, and refuse a stage that does not exist."""

    def associate_web_acl(self: Any, web_acl_arn: str, resource_arn: str) -> None:
        if web_acl_arn not in self.wacls:
            raise WAFNonexistentItemException
        if STAGES in resource_arn and self._find_apigw_stage(resource_arn) is None:
            raise WAFNonexistentItemException
        for each in self.wacls.values():
            remaining = [arn for arn in each.associated_resources if arn != resource_arn]
            each.associated_resources = remaining
        original(self, web_acl_arn, resource_arn)
        _tell(self, self.wacls[web_acl_arn])

    return associate_web_acl


def _of_stages(original: Callable[..., Any]) -> Callable[..., Any]:
    """Trust the stage's own attribute: a new stage with a former name has no web ACL."""

    def get_web_acl_for_resource(self: Any, resource_arn: str) -> Any:
        if STAGES not in resource_arn:
            return original(self, resource_arn)
        stage = self._find_apigw_stage(resource_arn)
        return self.wacls.get(stage.web_acl_arn) if stage else None

    return get_web_acl_for_resource


def _replacing(original: Callable[..., str]) -> Callable[..., str]:
    """Let an update replace all settings: those that it does not name are removed."""

    def update_web_acl(self: Any, name: str, _id: str, *given: Any) -> str:
        token = original(self, name, _id, *given)
        acl = self.get_web_acl(None, name, _id)
        _, rules, description, _, _, *settings = given
        acl.rules = acl.rules if rules else []
        acl.description = description or ""
        (
            acl.custom_response_bodies,
            acl.captcha_config,
            acl.challenge_config,
            acl.token_domains,
            acl.association_config,
        ) = settings
        if _associated(self, acl):
            _tell(self, acl)
        return token

    return update_web_acl


def _unless_associated(original: Callable[..., None]) -> Callable[..., None]:
    def delete_web_acl(self: Any, name: str, scope: str, _id: str, lock_token: str) -> None:
        acl = next((each for each in self.wacls.values() if each.id == _id), None)
        if acl is not None and _associated(self, acl):
            raise AssociatedItemError
        original(self, name, scope, _id, lock_token)

    return delete_web_acl


def _unless_referred_to(original: Callable[..., None]) -> Callable[..., None]:
    """Refuse to delete a set that a rule of a web ACL names."""

    def delete(self: Any, *given: Any, **named: Any) -> None:
        identifier = named.get("id") or given[2]
        rules = [rule.statement for acl in self.wacls.values() for rule in acl.rules]
        if f"/{identifier}" in json.dumps(rules):
            raise AssociatedItemError
        original(self, *given, **named)

    return delete
