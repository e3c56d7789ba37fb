"""Requests on the usual stack, by the same prices.

One gets it from the documentation of each part: Powertools' idempotency with a table of
its own, boto3's resource, an index for each way to find things, X-Ray as it samples by default, a
line of everything. Gateway, authorizer and web ACL are the same; `usual` in the traffic file has
what differs in a route.
"""

from dataclasses import replace

from tools.insights.cost.resources.running import Lines
from tools.insights.cost.traffic import RouteTraffic
from tools.insights.cost.usage import Month


def usual(month: Month, line_bytes: int) -> Month:
    """The month's environment with the usual stack in it; a line has all of its fields."""
    routes = {name: _usual(each) for name, each in month.traffic.routes.items()}
    return replace(
        month,
        running=replace(month.running, lines=Lines()),
        traffic=month.traffic.model_copy(update={"routes": routes}),
        line_bytes=line_bytes,
    )


def _usual(route: RouteTraffic) -> RouteTraffic:
    other = route.usual.model_dump(exclude_none=True) if route.usual else {}
    return route.model_copy(update=other)
