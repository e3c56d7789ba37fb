"""Decides whether a request makes something that nothing here would do."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from embedded_aws.endpoint.reach import stacks, templates
from embedded_aws.endpoint.reach.gaps import GAPS, Gap
from embedded_aws.endpoint.reach.request import Refused, Request
from embedded_aws.state import accepted

LENIENCY = (
    f"Start the embedded AWS with {accepted.VARIABLE}=1 to accept them as settings that do nothing."
)
RUNTIMES = {"CreateFunction", "UpdateFunctionConfiguration"}
FUNCTION = "AWS::Lambda::Function"
SERVICES = {gap.service for gap in GAPS} | {"lambda", "s3", "cloudformation"}
INVALID_TEMPLATE = "ValidationError"

type Trouble = Callable[[str, str], str | None]
"""Why a function (its name, its runtime) cannot run here; None when it can."""


class Reach:
    """Refuses by name, or accepts with a warning when the environment says so."""

    def __init__(self, trouble: Trouble) -> None:
        self._trouble = trouble

    def refusal_of(self, environ: Mapping[str, Any]) -> Refused | None:
        """The refusal of a request whose body was read; None when it may pass."""
        request = Request(environ)
        if request.service not in SERVICES:
            return None
        refusals = list(self._refusals(request))
        if not accepted.is_lenient():
            return next(iter(refusals), None)
        for each in refusals:
            accepted.accept(each.message.removesuffix(f" {LENIENCY}"))
        return None

    def _refusals(self, request: Request) -> Iterator[Refused]:
        for gap in GAPS:
            if _meets(gap, request):
                yield Refused(gap.code, f"{gap.sentence} {LENIENCY}")
        if request.service == "lambda" and request.operation in RUNTIMES:
            yield from self._of_function(request.body, request.path)
        if request.service == "cloudformation" and request.operation in templates.OPERATIONS:
            yield from self._of_template(request)

    def _of_function(self, body: Mapping[str, Any], path: str) -> Iterator[Refused]:
        is_image = body.get("PackageType") == "Image"
        if not is_image and not isinstance(body.get("Runtime"), str):
            return  # a change of something else, or an error that Lambda has words for
        name = str(body.get("FunctionName") or path.rsplit("/", 2)[-2])
        trouble = self._trouble(name, "" if is_image else str(body["Runtime"]))
        if trouble:
            yield Refused("InvalidParameterValueException", f"{trouble} {LENIENCY}")

    def _of_template(self, request: Request) -> Iterator[Refused]:
        kinds = ", ".join(templates.skipped(request))
        if kinds:
            yield Refused(
                INVALID_TEMPLATE,
                f"Template format error: Unrecognized resource types: [{kinds}]; the embedded AWS "
                f"would skip them: leave them out of this environment. {LENIENCY}",
            )
        if request.operation == "UpdateStack":
            for each in stacks.unchangeable(request):
                yield Refused(INVALID_TEMPLATE, f"{each} {LENIENCY}")
        for name, resource in templates.resources(request).items():
            for each in self._of_resource(name, resource):
                yield Refused(INVALID_TEMPLATE, f"{name}: {each}")

    def _of_resource(self, name: str, resource: Mapping[str, Any]) -> Iterator[str]:
        properties = resource.get("Properties")
        given: Mapping[str, Any] = properties if isinstance(properties, dict) else {}
        for gap in GAPS:
            if resource.get("Type") in gap.types and gap.applies(given):
                yield f"{gap.sentence} {LENIENCY}"
        if resource.get("Type") == FUNCTION:
            for each in self._of_function(given, f"/{name}/"):
                yield each.message


def _meets(gap: Gap, request: Request) -> bool:
    return (
        request.service == gap.service
        and request.operation in gap.operations
        and gap.applies(request.body)
    )
