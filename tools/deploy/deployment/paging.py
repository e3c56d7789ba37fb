"""The step that ends pages before the alarms that they are of."""

from shared.product import NAME
from tools.deploy.deployment.site import Site
from tools.deploy.deployment.step import Step
from tools.deploy.where.place import Place

QUIET = "gateway pages nobody"


def without_pages(site: Site, needs: tuple[str, ...]) -> list[Step]:
    """Apply the gateway before the services whose alarms go away.

    CloudWatch deletes no alarm that another one is made of, and the gateway's page of a service is.
    """
    if site.place.values.get("alarms") != "none":
        return []

    def end() -> str:
        return site.apply_gateway() if _pages(site.place) else "as before"

    return [Step(QUIET, end, needs)]


def _pages(place: Place) -> list[str]:
    pages = (
        place.client("cloudwatch")
        .get_paginator("describe_alarms")
        .paginate(
            AlarmNamePrefix=f"{NAME}-{place.environment.name}-", AlarmTypes=["CompositeAlarm"]
        )
    )
    names = [alarm["AlarmName"] for page in pages for alarm in page["CompositeAlarms"]]
    return [name for name in names if name.endswith("-failing-page")]
