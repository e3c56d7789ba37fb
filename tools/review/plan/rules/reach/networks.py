"""Networks that let a large part of the internet in."""

from collections.abc import Iterable, Iterator
from ipaddress import ip_network

from tools.review.plan.facts.model import Change, Danger, Kind, Plan, Values, Weight
from tools.review.plan.facts.weaker import as_list

REACHED = "It can be reached from the internet"
ADVICE = "Name the addresses or the security group that may come in"
WIDE = {4: 8, 6: 16}
"""A range of so few bits is a large part of the internet."""
INGRESS = ("aws_security_group", "aws_default_security_group")
ROUTES, INTERNET = ("aws_route", "aws_route_table", "aws_default_route_table"), "igw-"
RANGES = ("destination_cidr_block", "destination_ipv6_cidr_block", "cidr_block", "ipv6_cidr_block")
PREFIXES = ("aws_ec2_managed_prefix_list", "aws_ec2_managed_prefix_list_entry")


def dangers(plan: Plan) -> Iterator[Danger]:
    """Each rule that lets in what it did not before."""
    for change in plan.coming():
        yield from _from_the_internet(change)


def _from_the_internet(change: Change) -> Iterator[Danger]:
    """Ingress rules that let every address in."""
    before, after = change.sides()
    if change.type in INGRESS:
        old, new = _open_ports(before), _open_ports(after)
    elif change.type == "aws_vpc_security_group_ingress_rule":
        old, new = (_single(side) for side in (before, after))
    elif change.type == "aws_security_group_rule" and after.get("type") == "ingress":
        old, new = (_ranges(side) for side in (before, after))
    elif change.type == "aws_network_acl_rule" and not after.get("egress"):
        old, new = (_allowed(side) for side in (before, after))
    elif change.type in PREFIXES:
        old, new = (_listed(side) for side in (before, after))
    elif change.type in ROUTES:
        old, new = (_routed(side) for side in (before, after))
    else:
        return
    for each in sorted(new - old):
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
    is_open = values.get("rule_action") == "allow"
    return _wide([values.get("cidr_block"), values.get("ipv6_cidr_block")]) if is_open else set()


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
