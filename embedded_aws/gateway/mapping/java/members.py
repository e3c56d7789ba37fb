"""Members of a value by their names in a template: properties, methods, elements.

Only the methods that a class of ours declares can be reached, under Java's names.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from types import FunctionType
from typing import Any


class Java:
    """A value whose public methods templates may call."""

    __slots__ = ()


class Keyed(Java):
    """A value that finds its properties by name, as a map does (`get(name)`)."""

    __slots__ = ()


def named(value: Any, name: str) -> Any:
    """The property: by getter, by key, by `is…`; None without one."""
    capital = name[:1].upper() + name[1:]
    getter = _method_of(value, f"get{capital}", 0)
    if getter:
        return getter(value)
    if isinstance(value, Keyed):
        return value.get(name)  # type: ignore[attr-defined]  # each has one
    flag = _method_of(value, f"is{capital}", 0)
    return flag(value) if flag else None


def called(value: Any, name: str, arguments: Sequence[Any]) -> Any:
    """The method's result; None without such a method of as many parameters."""
    method = _method_of(value, name, len(arguments))
    return method(value, *arguments) if method else None


def indexed(value: Any, index: Any) -> Any:
    """The element of a list (from its end, if negative) or of a map; None without one."""
    if isinstance(value, list):
        whole = isinstance(index, int) and -len(value) <= index < len(value)
        return value[index] if whole else None
    if isinstance(value, Keyed):
        return value.get(index)  # type: ignore[attr-defined]  # each has one
    return None


def put(value: Any, key: Any, new: Any) -> None:
    """Set an element of a list or of a map; nothing happens to other values."""
    if isinstance(value, list):
        called(value, "set", (key, new))
    else:
        called(value, "put", (key, new))


def _method_of(value: Any, name: str, arguments: int) -> Callable[..., Any] | None:
    kind: Any = type(value)
    return _method(kind, name, arguments)


@lru_cache(maxsize=4096)
def _method(kind: Any, name: str, arguments: int) -> Callable[..., Any] | None:
    for each in () if name.startswith("_") else kind.__mro__:
        method: Any = vars(each).get(name) if issubclass(each, Java) else None
        if isinstance(method, FunctionType) and _takes(method, arguments):
            return method
    return None


def _takes(method: FunctionType, arguments: int) -> bool:
    most = method.__code__.co_argcount - 1
    return most - len(method.__defaults__ or ()) <= arguments <= most
