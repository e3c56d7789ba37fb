"""Statements about a request's origin, rate and labels.

AWS WAF developer guide, "IP set match", "Geographic match", "Rate-based" and "Label match rule
statement".
"""

from collections.abc import Callable, Hashable

from embedded_aws.waf.addresses import Address, address, forwarded
from embedded_aws.waf.compiler import Compiler, NotEnforcedError
from embedded_aws.waf.countries import SETTING, UNKNOWN
from embedded_aws.waf.request import Content, Request, Statement, Verdict

type Origin = Callable[[Request], list[Address | None] | None]
DEFAULT_WINDOW_SECONDS = 300


def _origin(config: Content | None) -> Origin:
    """The addresses to inspect; None when their header was not sent.

    "If the specified header isn't present in the request, AWS WAF doesn't apply the rule to the web
    request at all." (API reference, ForwardedIPConfig)
    """
    if not config:
        return lambda request: [address(request.source_ip)]
    name, position = config["HeaderName"], config.get("Position", "FIRST")

    def extract(request: Request) -> list[Address | None] | None:
        header = request.header(name)
        return None if header is None else forwarded(header, position)

    return extract


def _deciding(config: Content | None, test: Callable[[Request, Address], bool]) -> Statement:
    """The test over each address; an invalid address gives the configured fallback."""
    origin = _origin(config)
    fallback = (config or {}).get("FallbackBehavior") == "MATCH"

    def matches(request: Request) -> Verdict:
        origins = origin(request)
        if origins is None:
            return None
        valid = [each for each in origins if each is not None]
        return any(test(request, each) for each in valid) if valid else fallback

    return matches


def ip_set(content: Content, compiler: Compiler) -> Statement:
    """Whether the address is in the present set."""
    arn, sets = content["ARN"], compiler.sets
    if sets.networks(arn) is None:
        raise NotEnforcedError(f"the IP set {arn}, which does not exist,")

    def test(_: Request, each: Address) -> bool:
        networks = sets.networks(arn)
        return networks is not None and each in networks

    return _deciding(content.get("IPSetForwardedIPConfig"), test)


def geo_match(content: Content, compiler: Compiler) -> Statement:
    """Whether the address is in one of the countries; labels the request with its country."""
    config = content.get("ForwardedIPConfig")
    codes, countries = set(content["CountryCodes"]), compiler.countries
    prefix = f"awswaf:{'forwardedip' if config else 'clientip'}:geo"
    compiler.gap(f"GeoMatchStatement knows the countries in {SETTING} alone, all others are XX")

    def test(request: Request, each: Address) -> bool:
        country = countries.of(each)
        request.labels |= {f"{prefix}:country:{country}", f"{prefix}:region:{country}-{UNKNOWN}"}
        return country in codes

    return _deciding(config, test)


def label_match(content: Content, compiler: Compiler) -> Statement:
    """Whether an earlier rule added a label with this name or in this namespace."""
    key = content["Key"]
    context = "" if key.startswith("awswaf:") else compiler.label_prefix
    inside = content["Scope"] == "NAMESPACE"

    def has(label: str) -> bool:
        if not label.startswith(context or key):
            return False
        rest = f":{label.removeprefix(context)}" if context else f":{label}"
        return f":{key}" in rest if inside else rest.endswith(f":{key}")

    return lambda request: any(has(each) for each in request.labels)


def rate_based(content: Content, compiler: Compiler, scope: Statement | None) -> Statement:
    """Whether the origin has sent more requests than the limit in the window."""
    kind = content["AggregateKeyType"]
    config = content["ForwardedIPConfig"] if kind == "FORWARDED_IP" else None
    if kind not in {"IP", "FORWARDED_IP", "CONSTANT"}:
        raise NotEnforcedError(f"RateBasedStatement by {kind}")
    seconds = float(content.get("EvaluationWindowSec") or DEFAULT_WINDOW_SECONDS)
    rates = compiler.rates(compiler.rule, content, seconds, int(content["Limit"]))

    def exceeded(request: Request, key: Hashable) -> bool:
        return rates.exceeded(key, request.at)

    by_address = _deciding(config, exceeded)

    def matches(request: Request) -> Verdict:
        verdict = scope(request) if scope else True
        if not verdict:
            return verdict
        return exceeded(request, "") if kind == "CONSTANT" else by_address(request)

    return matches
