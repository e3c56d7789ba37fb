"""Settings of functions that exclude each other, and event sources of functions."""

import re
from collections.abc import Iterator

from tools.review.aws_rules.model import Fault, Resource, Subject
from tools.review.aws_rules.values import as_list, at, blocks, number

PROMISE = "Functions combine SnapStart, concurrency, queues and aliases as Lambda allows"
PAGE = "https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html"
QUEUES = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"
ALIASES = "https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html"
CONCURRENCY = "https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html"
ASYNCHRONOUS = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html"
STARTS = re.compile(r"java(1[1-9]|2\d)|python3\.(1[2-9])|dotnet([89]|1\d)")
SMALLEST_STORAGE_MB = 512


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of every function, provisioned concurrency, alias and event source."""
    functions = {str(each.values.get("function_name")): each for each in _functions(subject)}
    for function in functions.values():
        yield from _snap_start(function)
        yield from _dead_letters(function)
    for config in subject.of("aws_lambda_provisioned_concurrency_config"):
        yield from _provisioned(config, functions)
    for alias in subject.of("aws_lambda_alias"):
        for weight in at(alias.values, "routing_config.additional_version_weights.*"):
            if not 0 <= (number(weight) or 0) <= 1:
                yield Fault(alias.place, f"A weight of {weight}", "Use 0 to 1", ALIASES)
    yield from _sources(subject, functions)


def _functions(subject: Subject) -> Iterator[Resource]:
    return subject.of("aws_lambda_function")


def _snapped(function: Resource) -> bool:
    return "PublishedVersions" in list(at(function.values, "snap_start.apply_on"))


def _snap_start(function: Resource) -> Iterator[Fault]:
    if not _snapped(function):
        return
    runtime = str(function.values.get("runtime") or "")
    if runtime and not STARTS.fullmatch(runtime):
        yield Fault(function.place, f"SnapStart does not know {runtime}", "Leave it out")
    if function.values.get("package_type") == "Image":
        yield Fault(function.place, "SnapStart takes no images", "Deploy a zip")
    if blocks(function.values, "file_system_config"):
        yield Fault(function.place, "SnapStart goes without EFS", "Keep one of the two")
    storage = next(at(function.values, "ephemeral_storage.size"), None)
    if (number(storage) or 0) > SMALLEST_STORAGE_MB:
        yield Fault(function.place, f"SnapStart has 512 MB of /tmp, not {storage}", "Use less")
    if function.values.get("publish") is False:
        yield Fault(function.place, "SnapStart is for versions, and none is published", "publish")


def _dead_letters(function: Resource) -> Iterator[Fault]:
    for target in at(function.values, "dead_letter_config.target_arn"):
        if not re.match(r"arn:aws[\w-]*:(sqs|sns):", str(target)) or str(target).endswith(".fifo"):
            yield Fault(
                function.place,
                f"Dead letters do not go to {target}",
                "Name a standard queue or topic",
                ASYNCHRONOUS,
            )


def _provisioned(config: Resource, functions: dict[str, Resource]) -> Iterator[Fault]:
    name = str(config.values.get("function_name")).rpartition(":")[2]
    function = functions.get(name)
    if config.values.get("qualifier") == "$LATEST":
        yield Fault(config.place, "$LATEST takes none", "Name an alias or version", CONCURRENCY)
    if function is None:
        return
    if _snapped(function):
        yield Fault(config.place, "SnapStart excludes provisioned concurrency", "Keep one")
    reserved = number(function.values.get("reserved_concurrent_executions"))
    provisioned = number(config.values.get("provisioned_concurrent_executions"))
    if reserved is not None and provisioned and 0 <= reserved < provisioned:
        yield Fault(
            config.place,
            f"{provisioned:g} provisioned of {reserved:g} reserved",
            "Reserve more",
            CONCURRENCY,
        )


def _sources(subject: Subject, functions: dict[str, Resource]) -> Iterator[Fault]:
    queues = {str(each.values.get("arn")): each for each in subject.of("aws_sqs_queue")}
    for source in subject.of("aws_lambda_event_source_mapping"):
        queue = queues.get(str(source.values.get("event_source_arn")))
        name = str(source.values.get("function_name")).partition(":function:")
        function = functions.get((name[2] or name[0]).partition(":")[0])
        hidden = number(queue.values.get("visibility_timeout_seconds", 30)) if queue else None
        runs = number(function.values.get("timeout", 3)) if function else None
        if hidden is not None and runs is not None and hidden < runs:
            yield Fault(
                source.place,
                f"The queue hides a message for {hidden:g} s, the function runs for {runs:g}",
                "Hide it six times as long",
                QUEUES,
            )
        size, window = (
            number(source.values.get(each))
            for each in ("batch_size", "maximum_batching_window_in_seconds")
        )
        if queue and size and size > 10 and not window:  # noqa: PLR2004
            yield Fault(source.place, f"Batches of {size:g} need a window", "Set a second", QUEUES)
        for kind in as_list(source.values.get("function_response_types")):
            if kind != "ReportBatchItemFailures":
                yield Fault(source.place, f"There is no response type {kind}", "See the page")
