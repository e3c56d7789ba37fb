"""Leaves seldom used modules out while moto is imported: a third of its start."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


def import_moto() -> None:
    """Import moto without these modules, which are imported when they are first needed."""
    # Reads 4 MB of instance types, for SSM's commands to machines.
    with _standing_in("moto.ec2", ec2_backends=_Machines()):
        importlib.import_module("moto.ssm.models")
    # Brings the whole X-Ray SDK, for those who test with it.
    with _standing_in("moto.xray.mock_client", MockXrayClient=object, XRaySegment=object):
        importlib.import_module("moto.xray")
    # Both uses of it are replaced by gateway.control_plane, which judges documents itself.
    errors = "openapi_spec_validator.validation.exceptions"
    with (
        _standing_in("openapi_spec_validator", validate=None),
        _standing_in("openapi_spec_validator.validation"),
        _standing_in(errors, OpenAPIValidationError=ValueError),
    ):
        importlib.import_module("moto.apigateway.models")


def import_jsonschema() -> None:
    """Import jsonschema without the grammars of formats that no model of a body has.

    Nothing that the server needs brings them; where another tool does, they take half of its start.
    """
    with _missing("rfc3987_syntax"):
        importlib.import_module("jsonschema")


class _Machines:
    """EC2's backends, imported on first use."""

    def __getitem__(self, account: str) -> Any:
        from moto.ec2 import ec2_backends  # noqa: PLC0415

        return ec2_backends[account]


@contextmanager
def _missing(name: str) -> Iterator[None]:
    """Refuse to import this module, unless it is imported already."""
    if name in sys.modules:
        yield
        return
    modules: dict[str, Any] = sys.modules
    modules[name] = None  # so Python says that it is not there
    try:
        yield
    finally:
        del sys.modules[name]


@contextmanager
def _standing_in(name: str, **attributes: Any) -> Iterator[None]:
    """A stand-in for this module, unless the module is imported already."""
    if name in sys.modules:
        yield
        return
    module = ModuleType(name)
    vars(module).update(attributes)
    sys.modules[name] = module
    try:
        yield
    finally:
        del sys.modules[name]
