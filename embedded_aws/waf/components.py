"""The part of a request that a statement inspects: FieldToMatch.

AWS WAF developer guide, "Request components in AWS WAF" and "Oversize web request components".
"""

from collections.abc import Callable, Iterable

from embedded_aws.waf.compiler import Compiler, NotEnforcedError
from embedded_aws.waf.json_body import compile_json_body
from embedded_aws.waf.request import Component, Content, Found, Request

INSPECTED_BYTES = 8192
INSPECTED_COUNT = 200
OVERSIZE = {"MATCH": True, "NO_MATCH": False}
type Pairs = list[tuple[str, str]]


def compile_component(field: Content, compiler: Compiler) -> Component:
    """A function that extracts the component from a request."""
    ((kind, content),) = field.items()
    build = _COMPONENTS.get(kind)
    if build is None:
        raise NotEnforcedError(f"the component {kind}")
    compiler.reads_body |= kind in {"Body", "JsonBody"}
    return build(content or {})


def _bytes(text: str) -> bytes:
    return text.encode("latin-1", "replace")


def _method(_: Content) -> Component:
    return lambda request: [_bytes(request.method)]


def _uri_path(_: Content) -> Component:
    return lambda request: [_bytes(request.uri_path)]


def _query_string(_: Content) -> Component:
    return lambda request: [_bytes(request.query)]


def _single_header(content: Content) -> Component:
    name = content["Name"]

    def extract(request: Request) -> Found:
        value = request.header(name)
        return [] if value is None else [_bytes(value)]

    return extract


def _single_argument(content: Content) -> Component:
    key = content["Name"].lower()
    return lambda request: [
        _bytes(value) for name, value in request.arguments() if name.lower() == key
    ]


def _all_arguments(_: Content) -> Component:
    return lambda request: [_bytes(value) for _, value in request.arguments()]


def _body(content: Content) -> Component:
    oversize = OVERSIZE.get(content.get("OversizeHandling") or "CONTINUE")

    def extract(request: Request) -> Found:
        if request.body_goes_on and oversize is not None:
            return oversize
        return [request.body]

    return extract


def _json_body(content: Content) -> Component:
    oversize = OVERSIZE.get(content.get("OversizeHandling") or "CONTINUE")
    parse = compile_json_body(content)

    def extract(request: Request) -> Found:
        if request.body_goes_on and oversize is not None:
            return oversize
        return parse(request.body)

    return extract


def _header_order(content: Content) -> Component:
    read = _map_of(content, lambda request: list(request.headers))

    def extract(request: Request) -> Found:
        names = read(request)
        return [b":".join(each.lower() for each in names)] if isinstance(names, list) else names

    return extract


def _map_of(content: Content, pairs: Callable[[Request], Pairs]) -> Component:
    """Names, values or both of the headers or cookies that the pattern includes."""
    oversize = OVERSIZE.get(content["OversizeHandling"])
    chosen = _chooser(content.get("MatchPattern") or {"All": {}})
    scope = content.get("MatchScope", "KEY")

    def extract(request: Request) -> Found:
        available = pairs(request)
        inspected = list(_within_limits(available))
        if len(inspected) < len(available) and oversize is not None:
            return oversize
        chosen_pairs = [(name, value) for name, value in inspected if chosen(name.lower())]
        names = [_bytes(name) for name, _ in chosen_pairs] if scope != "VALUE" else []
        return names + ([_bytes(value) for _, value in chosen_pairs] if scope != "KEY" else [])

    return extract


def _within_limits(pairs: Pairs) -> Iterable[tuple[str, str]]:
    """The first of them: at most 200, and at most 8 KB together."""
    size = 0
    for name, value in pairs[:INSPECTED_COUNT]:
        size += len(name) + len(value)
        if size > INSPECTED_BYTES:
            return
        yield name, value


def _chooser(pattern: Content) -> Callable[[str], bool]:
    ((kind, given),) = pattern.items()
    names = {each.lower() for each in given} if kind != "All" else set()
    if kind.startswith("Included"):
        return lambda name: name in names
    return lambda name: name not in names


_COMPONENTS: dict[str, Callable[[Content], Component]] = {
    "AllQueryArguments": _all_arguments,
    "Body": _body,
    "Cookies": lambda content: _map_of(content, Request.cookies),
    "HeaderOrder": _header_order,
    "Headers": lambda content: _map_of(content, lambda request: list(request.headers)),
    "JsonBody": _json_body,
    "Method": _method,
    "QueryString": _query_string,
    "SingleHeader": _single_header,
    "SingleQueryArgument": _single_argument,
    "UriPath": _uri_path,
}
