"""Systems Manager's parameters (API reference, PutParameter and GetParametersByPath)."""

import re

from embedded_aws.endpoint.rules.rule import Parameters, rule

CODE = "ValidationException"
STANDARD_BYTES, ADVANCED_BYTES, DEEPEST = 4096, 8192, 15
_NAME = re.compile(r"(arn:.+|/?[a-zA-Z0-9_.-]+(/[a-zA-Z0-9_.-]+)*)")
WRONG = (
    'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can '
    "consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of "
    "letters, numbers and the following 3 symbols .-_"
)


def _name(given: Parameters) -> str | None:
    name = str(given.get("Name", ""))
    plain = name.split(":", maxsplit=1)[0] if not name.startswith("arn:") else name
    if "/" in plain and not plain.startswith(("/", "arn:")):
        return "Parameter name must be a fully qualified name."
    return None if _NAME.fullmatch(plain) else WRONG


def _depth(given: Parameters) -> str | None:
    name = str(given.get("Name", ""))
    if name.startswith("/") and name.count("/") > DEEPEST:
        return f"The hierarchy is too deep; it has at most {DEEPEST} levels."
    return None


def _size(given: Parameters) -> str | None:
    advanced = given.get("Tier") in {"Advanced", "Intelligent-Tiering"}
    most = ADVANCED_BYTES if advanced else STANDARD_BYTES
    if len(str(given.get("Value", "")).encode()) <= most:
        return None
    if advanced:
        return f"Advanced tier parameters support a maximum parameter value of {most} characters."
    return (
        f"Standard tier parameters support a maximum parameter value of {most} characters. To "
        "create a larger parameter value, upgrade the parameter to use the advanced-parameter tier."
    )


def _pattern(given: Parameters) -> str | None:
    pattern, value = given.get("AllowedPattern"), str(given.get("Value", ""))
    try:
        fits = not pattern or re.search(pattern, value)
    except re.error:
        return None
    if fits:
        return None
    return f"Parameter value, cannot be validated against allowedPattern: {pattern}"


def _path(given: Parameters) -> str | None:
    path = str(given.get("Path", ""))
    if path.startswith(("/", "arn:")):
        return None
    return (
        "The parameter doesn't meet the parameter name requirements. The parameter name must begin "
        f'with a forward slash "/". It can\'t be prefixed with "aws" or "ssm": {path}'
    )


RULES = (
    rule("PutParameter GetParameter", CODE, _name),
    rule("PutParameter", "HierarchyLevelLimitExceededException", _depth),
    rule("PutParameter", CODE, _size),
    rule("PutParameter", "ParameterPatternMismatchException", _pattern),
    rule("GetParametersByPath", CODE, _path),
)
