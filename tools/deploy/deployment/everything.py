"""The steps that deploy everything, one service, or the gateway."""

from collections.abc import Sequence
from functools import partial

from tools.deploy.deployment.account import STATE_BUCKET, bootstrap_step, state_bucket_step
from tools.deploy.deployment.paging import without_pages
from tools.deploy.deployment.site import PACKAGES, SHIFT, Site
from tools.deploy.deployment.step import Footprint, Step
from tools.deploy.releases.going_live import prove_start
from tools.deploy.saved_plans.applying import VariablesOf
from tools.deploy.terraform.footprint import state_of
from tools.deploy.terraform.root import (
    BOOTSTRAP,
    GATEWAY,
    PLATFORM,
    Root,
    service_root,
    services,
)
from tools.deploy.terraform.variables import platform_variables

CALM, DEPLOYED = "no release under way", "the platform is there"


def everything(site: Site, after: tuple[str, ...] = ()) -> list[Step]:
    """Bootstrap → platform → all services in parallel → gateway."""
    names, place = services(), site.place
    # An account grants what the other roots need; the embedded AWS asks for no permission.
    beside = place.environment.owns_bootstrap and not place.cloud.grants
    return [
        site.packages(names),
        *(fresh := _fresh(site, [PLATFORM], names)),
        state_bucket_step(place, needs=(*after, *(step.name for step in fresh))),
        bootstrap_step(place, needs=(STATE_BUCKET,), is_left=site.reviewed is not None),
        site.root(
            PLATFORM,
            lambda: platform_variables(place),
            needs=(STATE_BUCKET if beside else BOOTSTRAP.name,),
            reads=lambda: None,
        ),
        _calm(site, names, needs=(PLATFORM.name,)),
        *(quiet := without_pages(site, needs=(CALM,))),
        *_services(site, names, after=quiet),
        _shift(site, names),
        site.gateway(needs=(BOOTSTRAP.name, SHIFT)),
    ]


def of_service(site: Site, name: str) -> list[Step]:
    """One service, and the gateway if the service's contract changed."""
    return [
        _deployed(site),
        site.packages([name], needs=(DEPLOYED,)),
        *(fresh := _fresh(site, [], [name])),
        _calm(site, [name], needs=(DEPLOYED, *(step.name for step in fresh))),
        *(quiet := without_pages(site, needs=(CALM,))),
        *_services(site, [name], after=quiet),
        _shift(site, [name]),
        site.gateway_if_behind(needs=(SHIFT,)),
    ]


def of_gateway(site: Site) -> list[Step]:
    """The gateway alone: consumers, service levels, its own settings."""
    return [
        _deployed(site),
        *(fresh := _fresh(site, [], [], needs=(DEPLOYED,))),
        site.gateway(needs=(DEPLOYED, *(step.name for step in fresh))),
    ]


def _fresh(
    site: Site, roots: Sequence[Root], names: Sequence[str], needs: tuple[str, ...] = (PACKAGES,)
) -> list[Step]:
    """Check that the plans that were reviewed may still be applied, if there are such plans."""
    if site.reviewed is None:
        return []
    applied: list[tuple[Root, VariablesOf]] = [
        *((root, lambda: platform_variables(site.place)) for root in roots),
        *((service_root(name), partial(site.variables_of, name)) for name in names),
        (GATEWAY, dict),
    ]
    return [site.reviewed.check(applied, needs)]


def _deployed(site: Site) -> Step:
    """Check that the environment exists, and extend a temporary one's lease."""

    def check() -> str:
        site.check_deployed()
        site.place.environment.keep_lease()
        return ""

    return Step(DEPLOYED, check, quiet=True)


def _calm(site: Site, names: Sequence[str], needs: tuple[str, ...]) -> Step:
    """Check that no release of these services is in progress, before anything is applied."""

    def check() -> str:
        for name in names:
            service = site.registry.parameter(f"services/{name}")
            if service:
                site.shifts.refuse_a_second(name, service["function_name"])
        return ""

    return Step(CALM, check, needs, quiet=True)


def _services(site: Site, names: Sequence[str], after: Sequence[Step]) -> list[Step]:
    """Each service's root, and the check that its new version starts."""
    needs = (PACKAGES, CALM, *(step.name for step in after))
    return [step for name in names for step in (_service(site, name, needs), _start(site, name))]


def _service(site: Site, name: str, needs: tuple[str, ...]) -> Step:
    return site.root(
        service_root(name),
        lambda: site.variables_of(name),
        needs=needs,
        reads=lambda: site.registry.parameter(PLATFORM.name),
    )


def _start(site: Site, name: str) -> Step:
    root = service_root(name)

    def prove() -> str:
        applied = site.applied(name)
        prove_start(site.registry, applied)
        return f"version {applied.version}"

    proved = Footprint(lambda: "", lambda: state_of(root, site.place))
    return Step(f"{root.name} starts", prove, (root.name,), proved)


def _shift(site: Site, names: Sequence[str]) -> Step:
    def shift() -> str:
        applied = [site.applied(name) for name in names]
        site.go_live(applied)
        site.place.cloud.serve_deployed(each.function_name for each in applied)
        return ", ".join(f"{each.service} version {each.version}" for each in applied)

    return Step(SHIFT, shift, needs=tuple(f"{service_root(name).name} starts" for name in names))
