"""Web ACLs as moto's WAF holds them, compiled once per change."""

import re
from collections.abc import Callable
from typing import Any

from moto.wafv2.models import wafv2_backends

from embedded_aws.waf.addresses import Networks
from embedded_aws.waf.compiler import Compiler
from embedded_aws.waf.countries import Countries
from embedded_aws.waf.patterns import expression
from embedded_aws.waf.rates import Rates
from embedded_aws.waf.request import Content
from embedded_aws.waf.web_acl import WebAcl, compile_web_acl


class MotoSets:
    """IP sets and regex pattern sets; a change is seen by the next request."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend
        self._known: dict[str, tuple[str, Any]] = {}

    def networks(self, arn: str) -> Networks | None:
        """The addresses of an IP set; None when there is no such set."""
        return self._compiled(self._backend.ip_sets.get(arn), lambda each: Networks(each.addresses))

    def patterns(self, arn: str) -> tuple[re.Pattern[bytes], ...] | None:
        """The expressions of a regex pattern set; None when there is no such set."""
        return self._compiled(
            self._backend.regex_pattern_sets.get(arn),
            lambda held: tuple(
                expression(each["RegexString"]) for each in held.regular_expressions
            ),
        )

    def _compiled[T](self, held: Any, build: Callable[[Any], T]) -> T | None:
        if held is None:
            return None
        known = self._known.get(held.arn)
        if known is None or known[0] != held.lock_token:
            known = self._known[held.arn] = (held.lock_token, build(held))
        found: T = known[1]
        return found


class MotoWebAcls:
    """Finds web ACLs by ARN, and keeps what their rate-based rules have counted.

    "If you change any of the rate limit settings in a rule that's in use, the change resets the
    rule's rate limiting counts." (AWS WAF developer guide, "Rate-based rule caveats")
    """

    def __init__(self, account_id: str, region: str, countries: Countries) -> None:
        self._backend: Any = wafv2_backends[account_id][region]
        self._sets = MotoSets(self._backend)
        self._countries = countries
        self._known: dict[str, tuple[str, WebAcl]] = {}
        self._rates: dict[tuple[str, str], tuple[object, Rates]] = {}

    def get(self, arn: str) -> WebAcl | None:
        """The web ACL as it is now; None when it is not there."""
        held = self._backend.wacls.get(arn)
        if held is None:
            self._forget(arn)
            return None
        token, known = self._known.get(arn, (None, None))
        if known is None or token != held.lock_token:
            known = self._compiled(held)
            self._known[arn] = (held.lock_token, known)
        return known

    def _compiled(self, held: Any) -> WebAcl:
        def rates(rule: str, settings: object, seconds: float, limit: int) -> Rates:
            kept = self._rates.get((held.arn, rule))
            if kept is None or kept[0] != settings:
                kept = self._rates[held.arn, rule] = (settings, Rates(seconds, limit))
            return kept[1]

        compiler = Compiler(held.label_namespace, self._sets, self._countries, rates)
        return compile_web_acl(held.to_dict(), compiler)

    def _forget(self, arn: str) -> None:
        self._known.pop(arn, None)
        for key in [key for key in self._rates if key[0] == arn]:
            del self._rates[key]


def not_enforced(backend: Any, content: Content) -> list[str]:
    """Sentences about what of a web ACL, as GetWebACL shows it, is not enforced here."""
    compiler = Compiler(
        content.get("LabelNamespace") or "",
        MotoSets(backend),
        Countries({}),
        lambda _rule, _settings, seconds, limit: Rates(seconds, limit),
    )
    compile_web_acl(content, compiler)
    return [f"web ACL {content['Name']}, {each}" for each in compiler.gaps]
