"""Functions: variables, names, runtimes, packages and time-outs."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import boto3
import cfnlint

from tools.review.aws_rules.knowledge.lambda_packages import package_of
from tools.review.aws_rules.knowledge.openapi import operations
from tools.review.aws_rules.knowledge.tables import table
from tools.review.aws_rules.model import Fault, Resource, Subject
from tools.review.aws_rules.values import at, number

PROMISE = "Functions have names, variables, runtimes, packages and times that Lambda takes"
PAGE = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"
RUNTIMES = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"
MB = 1024 * 1024
NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9_]+")
CALLED = re.compile(r":function:([A-Za-z0-9_-]+)")
LIFECYCLE = Path(cfnlint.__file__).parent / "data/AdditionalSpecs/LmbdRuntimeLifecycle.json"


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of every function, with the time that the gateway waits for it."""
    waits = _waits(subject)
    for function in subject.of("aws_lambda_function"):
        yield from _name_and_variables(function)
        yield from _runtime(function, datetime.now(UTC).date())
        yield from _numbers(function, waits)
        yield from _package(function, subject)


def _name_and_variables(function: Resource) -> Iterator[Fault]:
    name = function.values.get("function_name")
    if name is not None and not NAME.fullmatch(name):
        yield Fault(function.place, f"{name} is no name of a function", "At most 64 of A-Z 0-9 - _")
    variables: dict[str, Any] = next(at(function.values, "environment.variables"), {})
    size = len(json.dumps(variables, separators=(",", ":")).encode()) if variables else 0
    if size > 4096:  # noqa: PLR2004
        yield Fault(
            function.place, f"The variables have {size:,} bytes of 4,096", "Keep some in SSM"
        )
    for variable in variables:
        if variable in table("lambda")["reserved_variables"]:
            yield Fault(function.place, f"Lambda sets {variable} itself", "Take another name")
        elif not VARIABLE.fullmatch(variable):
            yield Fault(
                function.place, f"{variable} is no name of a variable", "A letter, then A-Z 0-9 _"
            )


def _runtime(function: Resource, today: date) -> Iterator[Fault]:
    runtime = function.values.get("runtime")
    if runtime and runtime not in _enum("Runtime"):
        yield Fault(
            function.place, f"Lambda has no runtime {runtime}", "Use a current one", RUNTIMES
        )
    ends = _lifecycle().get(str(runtime), {}).get("create-block")
    if _has_passed(ends, today):
        yield Fault(
            function.place,
            f"No function can be made with {runtime} since {ends}",
            "Use a current one",
            RUNTIMES,
        )
    elif _has_passed(_lifecycle().get(str(runtime), {}).get("deprecated"), today):
        yield Fault(
            function.place,
            f"{runtime} is deprecated: nobody patches it any more",
            f"Use {_lifecycle()[str(runtime)].get('successor') or 'a current one'}",
            RUNTIMES,
        )
    for architecture in at(function.values, "architectures"):
        if architecture not in _enum("Architecture"):
            yield Fault(
                function.place, f"Lambda has no architecture {architecture}", "Use arm64 or x86_64"
            )


def _has_passed(day: str | None, today: date) -> bool:
    return bool(day) and date.fromisoformat(str(day)) <= today


def _numbers(function: Resource, waits: dict[str, float]) -> Iterator[Fault]:
    seconds, memory = (number(function.values.get(name)) for name in ("timeout", "memory_size"))
    if seconds is not None and not 1 <= seconds <= 900:  # noqa: PLR2004
        yield Fault(
            function.place, f"timeout is {seconds:g} s; Lambda runs 1 to 900", "Stay within"
        )
    if memory is not None and not 128 <= memory <= 10_240:  # noqa: PLR2004
        yield Fault(function.place, f"memory_size is {memory:g}", "Use 128 to 10,240 MB")
    wait = waits.get(str(function.values.get("function_name")))
    if seconds is not None and wait is not None and seconds * 1000 > wait:
        yield Fault(
            function.place,
            f"It may run {seconds:g} s, but the gateway answers 504 after {wait / 1000:g}",
            "Let the function end first, so that its own error is the answer",
        )


def _package(function: Resource, subject: Subject) -> Iterator[Fault]:
    package = package_of(function, subject)
    if package is None:
        return
    if package.uploaded_directly and package.zipped > 50 * MB:
        yield Fault(
            function.place, f"{package.zipped / MB:.0f} MB are uploaded of 50", "Upload through S3"
        )
    if package.unzipped > 250 * MB:
        yield Fault(
            function.place,
            f"The package has {package.unzipped / MB:.0f} MB unpacked; Lambda takes 250",
            "Prune it, or use an image",
        )


def _waits(subject: Subject) -> dict[str, float]:
    """The gateway's time-out for each function, in milliseconds."""
    waits: dict[str, float] = {}
    for document in subject.documents:
        for operation in operations(document):
            function = CALLED.search(str(operation.integration.get("uri", "")))
            if function:
                wait = number(operation.integration.get("timeoutInMillis")) or 29_000
                waits[function[1]] = min(waits.get(function[1], wait), wait)
    return waits


@cache
def _enum(name: str) -> frozenset[str]:
    """The allowed values of a shape in Lambda's API, from botocore."""
    client = boto3.client("lambda", region_name="eu-central-1")
    return frozenset(client.meta.service_model.shape_for(name).enum)  # type: ignore[attr-defined]


@cache
def _lifecycle() -> dict[str, dict[str, Any]]:
    by_runtime: dict[str, dict[str, Any]] = json.loads(LIFECYCLE.read_text(encoding="utf-8"))
    return by_runtime
