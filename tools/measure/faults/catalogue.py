"""The faults by name: each is a block during which something is broken, and nothing afterwards."""

from collections.abc import Mapping
from functools import partial

from tools.measure.faults.kinds import breakages, deployments, processes
from tools.measure.faults.kinds.proxy import Mode
from tools.measure.faults.scene import AUTHORIZER, Fault

NOTHING = "none"
FAULTS: Mapping[str, Fault] = {
    NOTHING: breakages.nothing,
    "table-throttled": partial(breakages.through_a_proxy, Mode.THROTTLE),
    "table-failing": partial(breakages.through_a_proxy, Mode.FAIL),
    "table-slow": partial(breakages.through_a_proxy, Mode.SLOW),
    "request-dropped": partial(breakages.through_a_proxy, Mode.DROP_REQUEST),
    "answer-dropped": partial(breakages.through_a_proxy, Mode.DROP_ANSWER),
    "workers-killed": partial(breakages.struck, processes.kill),
    "workers-hung": partial(breakages.struck, processes.hang),
    "workers-out-of-memory": partial(breakages.struck, processes.starve),
    "other-services-down": partial(breakages.closed, lambda scene: scene.others),
    "other-services-slow": breakages.others_slow,
    "keys-unreachable": breakages.keys_unreachable,
    "clocks-skewed": breakages.clocks_skewed,
    "authorizer-failing": partial(breakages.closed, lambda _: (AUTHORIZER,)),
    "logs-failing": breakages.logs_failing,
    "deliveries-failing": breakages.deliveries_failing,
    "disk-full": breakages.disk_full,
    "store-killed": breakages.store_killed,
    "release": deployments.release,
    "rollback": deployments.rollback,
    "gateway-applied": deployments.gateway_applied,
    "apply-killed": deployments.apply_killed,
    "two-deployments": deployments.two_deployments,
}
OUTAGES = ("keys-unreachable", "clocks-skewed", "authorizer-failing", "disk-full", "store-killed")
"""They keep callers out, each for seconds: the campaign gives them few operations."""
DEPLOYING = ("release", "rollback", "gateway-applied", "apply-killed", "two-deployments")
"""They leave a version of the copy: the campaign deploys the tree's own afterwards."""
