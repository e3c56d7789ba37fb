"""The web ACLs in moto's WAF, compiled once per change."""

import re
from collections.abc import Callable
from typing import Any

from moto.wafv2.models import wafv2_backends

from embedded_aws.state.regions import of_arn
from embedded_aws.waf.addresses import Networks, address
from embedded_aws.waf.compiler import Compiler
from embedded_aws.waf.countries import UNKNOWN, Countries
from embedded_aws.waf.log_lines import Destination, destination_of
from embedded_aws.waf.patterns import expression
from embedded_aws.waf.rates import Rates
from embedded_aws.waf.request import Content
from embedded_aws.waf.web_acl import WebAcl, compile_web_acl


class MotoSets:
    """IP sets and regex pattern sets; a change counts from the next request on."""

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
            lambda pattern_set: tuple(
                expression(each["RegexString"]) for each in pattern_set.regular_expressions
            ),
        )

    def _compiled[T](self, stored: Any, build: Callable[[Any], T]) -> T | None:
        if stored is None:
            return None
        known = self._known.get(stored.arn)
        if known is None or known[0] != stored.lock_token:
            known = self._known[stored.arn] = (stored.lock_token, build(stored))
        compiled: T = known[1]
        return compiled


class MotoWebAcls:
    """Web ACLs by ARN, with the counts of their rate-based rules.

    "If you change any of the rate limit settings in a rule that's in use, the change resets the
    rule's rate limiting counts." (AWS WAF developer guide, "Rate-based rule caveats")
    """

    def __init__(self, account_id: str, countries: Countries) -> None:
        self._account_id = account_id
        self._sets: dict[str, MotoSets] = {}
        self._countries = countries
        self._known: dict[str, tuple[str, WebAcl]] = {}
        self._logs: dict[str, tuple[object, Destination | None]] = {}
        self._rates: dict[tuple[str, str], tuple[object, Rates]] = {}

    def get(self, arn: str) -> WebAcl | None:
        """The present web ACL; None when it does not exist."""
        backend = self._backend(arn)
        stored = backend.wacls.get(arn) if backend else None
        if stored is None:
            self._forget(arn)
            return None
        token, known = self._known.get(arn, (None, None))
        if known is None or token != stored.lock_token:
            known = self._compiled(stored)
            self._known[arn] = (stored.lock_token, known)
        return known

    def log_of(self, arn: str) -> Destination | None:
        """The log group or stream of a web ACL; None when it has none."""
        backend = self._backend(arn)
        stored = backend.logging_configurations.get(arn) if backend else None
        if stored is None:
            return None
        known = self._logs.get(arn)
        if known is None or known[0] is not stored:
            destination = destination_of(stored.to_dict(), of_arn(arn))
            known = self._logs[arn] = (stored, destination)
        return known[1]

    def country_of(self, address_text: str) -> str:
        """The country of an address."""
        origin = address(address_text)
        return self._countries.of(origin) if origin else UNKNOWN

    def _backend(self, arn: str) -> Any:
        return wafv2_backends[self._account_id].get(of_arn(arn))

    def _compiled(self, stored: Any) -> WebAcl:
        sets = self._sets.setdefault(of_arn(stored.arn), MotoSets(self._backend(stored.arn)))

        def rates(rule: str, settings: object, seconds: float, limit: int) -> Rates:
            entry = self._rates.get((stored.arn, rule))
            if entry is None or entry[0] != settings:
                entry = self._rates[stored.arn, rule] = (settings, Rates(seconds, limit))
            return entry[1]

        compiler = Compiler(stored.label_namespace, sets, self._countries, rates)
        return compile_web_acl(stored.to_dict(), compiler)

    def _forget(self, arn: str) -> None:
        self._known.pop(arn, None)
        for key in [key for key in self._rates if key[0] == arn]:
            del self._rates[key]


def not_enforced(backend: Any, content: Content) -> list[str]:
    """Sentences about the parts of a web ACL, in GetWebACL's form, that are not enforced here."""
    compiler = Compiler(
        content.get("LabelNamespace") or "",
        MotoSets(backend),
        Countries({}),
        lambda _rule, _settings, seconds, limit: Rates(seconds, limit),
    )
    compile_web_acl(content, compiler)
    return [f"web ACL {content['Name']}, {each}" for each in compiler.gaps]
