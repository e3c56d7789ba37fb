"""Functions that run for a while with other settings, as versions of their own."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from tools.measure.stack import ALIAS, Stack

Settings = Mapping[str, Any]
Change = Callable[[Settings], Settings]
"""From a function's configuration to the arguments that change it."""
CHANGED = ("Environment", "LoggingConfig")


def variables(**more: str) -> Change:
    """The change that adds environment variables."""
    return lambda now: {"Environment": {"Variables": {**now["Environment"]["Variables"], **more}}}


def log_group(name: str) -> Change:
    """The change that sends the lines to another log group."""
    return lambda now: {"LoggingConfig": {**now["LoggingConfig"], "LogGroup": name}}


@contextmanager
def changed(stack: Stack, services: Sequence[str], change: Change) -> Iterator[None]:
    """The services' live functions with this change, until the block ends.

    Their own versions are live again afterwards, and nothing is left of ours.
    """
    with ExitStack() as ended:
        for each in services:
            ended.enter_context(_one(stack.aws("lambda"), stack.function(each), change))
        yield


@contextmanager
def _one(functions: Any, name: str, change: Change) -> Iterator[None]:
    function = {"FunctionName": name}
    latest = functions.get_function_configuration(**function)
    live = functions.get_alias(**function, Name=ALIAS)["FunctionVersion"]
    functions.update_function_configuration(**function, **change(latest))
    ours = functions.publish_version(**function)["Version"]
    before = {each: latest[each] for each in CHANGED}
    try:
        functions.update_alias(**function, Name=ALIAS, FunctionVersion=ours)
        yield
    finally:
        functions.update_function_configuration(**function, **before)
        functions.update_alias(**function, Name=ALIAS, FunctionVersion=live)
        functions.delete_function(FunctionName=f"{name}:{ours}")
