"""GetUsage, which moto lacks (API Gateway API reference); deleting a plan drops its counts."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from moto.apigateway.exceptions import BadRequestException
from moto.apigateway.models import APIGatewayBackend
from moto.apigateway.responses import APIGatewayResponse
from moto.apigateway.urls import url_paths

from embedded_aws.gateway.limits.buckets import Quota
from embedded_aws.gateway.limits.usage import quota_of, used_of


def install() -> None:
    """Add the operation."""
    delete = APIGatewayBackend.delete_usage_plan

    def delete_usage_plan(self: Any, usage_plan_id: str) -> None:
        delete(self, usage_plan_id)
        for by_plan in (used_of(self), self.usage_plan_keys):
            by_plan.pop(usage_plan_id, None)

    APIGatewayBackend.delete_usage_plan = delete_usage_plan
    APIGatewayResponse.get_usage = _get_usage
    url_paths["{0}/usageplans/(?P<usage_plan_id>[^/]+)/usage/?$"] = APIGatewayResponse.dispatch


def _get_usage(self: Any) -> tuple[int, dict[str, str], str]:
    plan_id = self.path.split("/")[2]
    plan = self.backend.get_usage_plan(plan_id)
    only, quota = self._get_param("keyId"), quota_of(plan.quota or {})
    used = used_of(self.backend).get(plan_id, {})
    days = _days(self._get_param("startDate"), self._get_param("endDate"))
    values = {
        key_id: [_used_and_left(quota, used.get(key_id, {}), day) for day in days]
        for key_id in {**self.backend.usage_plan_keys.get(plan_id, {}), **used}
        if only in {None, key_id}
    }
    span = {"startDate": days[0].isoformat(), "endDate": days[-1].isoformat()}
    return 200, {}, json.dumps({"usagePlanId": plan_id, **span, "values": values})


def _days(begin: str | None, end: str | None) -> list[date]:
    try:
        first, last = date.fromisoformat(begin or ""), date.fromisoformat(end or "")
    except ValueError:
        raise BadRequestException("startDate and endDate are dates: YYYY-MM-DD") from None
    if last < first:
        raise BadRequestException("startDate is after endDate")
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _used_and_left(quota: Quota | None, used_by_day: Mapping[str, int], day: date) -> list[int]:
    """One day: the requests used, and those left in the period afterwards."""
    left = quota.left(used_by_day, day) if quota else 0
    return [used_by_day.get(day.isoformat(), 0), left]
