"""Networks that let a large part of the internet in."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from ipaddress import ip_network

from tools.review.plan.facts.model import Danger, Kind, Plan, Values, Weight
from tools.review.plan.facts.weaker import as_list

REACHED = "It can be reached from the internet"
ADVICE = "Name the addresses or the security group that may come in"
WIDE = {4: 8, 6: 16}
"""A range of so few bits is a large part of the internet."""
INTERNET = "igw-"
RANGES = ("destination_cidr_block", "destination_ipv6_cidr_block", "cidr_block", "ipv6_cidr_block")


def dangers(plan: Plan) -> Iterator[Danger]:
    """Each rule that lets in what it did not before."""
    for change in plan.coming(*READERS):
        before, after = map(READERS[change.type], change.sides())
        for each in sorted(after - before):
            reason = f"{REACHED}: {each} may come in"
            yield Danger(Kind.ACCESS, change.address, reason, ADVICE, Weight.STOP)


def _listed(values: Values) -> set[str]:
    """The ranges of a list of prefixes, which security groups let in by its name."""
    entries = [each for each in as_list(values.get("entry")) if isinstance(each, dict)]
    return _wide([values.get("cidr"), *(each.get("cidr") for each in entries)])


def _routed(values: Values) -> set[str]:
    """The ranges that a network sends to the internet, which answers by the same way."""
    routes = [values, *(each for each in as_list(values.get("route")) if isinstance(each, dict))]
    return _wide(
        each.get(name)
        for each in routes
        if str(each.get("gateway_id")).startswith(INTERNET)
        for name in RANGES
    )


def _open_ports(values: object) -> set[str]:
    rules = values.get("ingress") or [] if isinstance(values, dict) else []
    return {
        f"{address} on {each.get('from_port')}-{each.get('to_port')}"
        for each in rules
        for address in _ranges(each)
    }


def _single(values: Values) -> set[str]:
    return _wide(values.get(name) for name in ("cidr_ipv4", "cidr_ipv6"))


def _allowed(values: Values) -> set[str]:
    """The ranges of a rule of a network's list, if it allows them."""
    if values.get("egress") is True:
        return set()
    is_open = "allow" in {values.get("rule_action"), values.get("action")}
    return _wide([values.get("cidr_block"), values.get("ipv6_cidr_block")]) if is_open else set()


def _listed_rules(values: Values) -> set[str]:
    """The ranges that a network's list allows in rules of its own."""
    return {cidr for each in as_list(values.get("ingress")) for cidr in _allowed(each)}


def _inward(values: Values) -> set[str]:
    return _ranges(values) if values.get("type") == "ingress" else set()


def _wide(ranges: Iterable[object]) -> set[str]:
    """The ranges that are a large part of the internet."""
    return {str(each) for each in ranges if each and _is_wide(str(each))}


def _is_wide(text_: str) -> bool:
    try:
        network = ip_network(text_, strict=False)
    except ValueError:
        return False
    return network.prefixlen <= WIDE[network.version] and not (
        network.prefixlen and network.is_private
    )


def _ranges(values: object) -> set[str]:
    if not isinstance(values, dict):
        return set()
    return _wide([*(values.get("cidr_blocks") or []), *(values.get("ipv6_cidr_blocks") or [])])


READERS: Mapping[str, Callable[[Values], set[str]]] = {
    "aws_security_group": _open_ports,
    "aws_default_security_group": _open_ports,
    "aws_security_group_rule": _inward,
    "aws_vpc_security_group_ingress_rule": _single,
    "aws_network_acl": _listed_rules,
    "aws_default_network_acl": _listed_rules,
    "aws_network_acl_rule": _allowed,
    "aws_ec2_managed_prefix_list": _listed,
    "aws_ec2_managed_prefix_list_entry": _listed,
    "aws_route": _routed,
    "aws_route_table": _routed,
    "aws_default_route_table": _routed,
}
"""The ranges that an object of each type lets in."""
