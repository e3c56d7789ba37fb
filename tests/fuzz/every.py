"""All targets of a campaign."""

from tests.fuzz.targets import callers, documents, gateway, languages, routers

TARGETS = {
    target.name: target
    for room in (callers, routers, gateway, languages, documents)
    for target in room.TARGETS
}
