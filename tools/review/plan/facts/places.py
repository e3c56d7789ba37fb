"""Places in a plan: the module and the index in an address, and the block it comes from."""

import re

from tools.review.plan.facts.model import Plan, Values

INDEX = re.compile(r"\[(?:\"(?:[^\"\\]|\\.)*\"|[^\]]*)\]")
CALL = re.compile(r"module\.\w+(?:\[(?:\"(?:[^\"\\]|\\.)*\"|\d+)\])?")


def configuration(plan: Plan, address: str) -> Values:
    """The block in the configuration that an object comes from; empty when there is none."""
    module = plan.configuration.get("root_module", {})
    *calls, kind, name = INDEX.sub("", address).split(".")
    for call in calls[1::2] if calls and calls[0] == "module" else []:
        module = module.get("module_calls", {}).get(call, {}).get("module", {})
    for each in module.get("resources", []):
        if each.get("address") == f"{kind}.{name}":
            return dict(each)
    return {}


def module_of(address: str) -> str:
    """`module.a[0].module.b` of an address."""
    last = address.rfind("module.")
    if last < 0:
        return ""
    end = CALL.match(address[last:])
    return address[: last + (end.end() if end else 0)]


def index_of(address: str) -> str:
    """The index of an object in its block, with its brackets."""
    indexes = INDEX.findall(address[len(module_of(address)) :])
    return str(indexes[-1]) if indexes else ""
