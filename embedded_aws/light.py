"""Leaves out, while moto is imported, what takes a third of its start and is asked for seldom."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


def import_moto() -> None:
    """Import the parts of moto that would bring too much; each can be asked for all the same."""
    # Reads 4 MB of instance types, for SSM's commands to machines.
    with _standing_in("moto.ec2", ec2_backends=_Machines()):
        importlib.import_module("moto.ssm.models")
    # Brings the whole X-Ray SDK, for those who test with it.
    with _standing_in("moto.xray.mock_client", MockXrayClient=object, XRaySegment=object):
        importlib.import_module("moto.xray")
    # Both uses of it are replaced by gateway.control_plane, which imports it when a document comes.
    errors = "openapi_spec_validator.validation.exceptions"
    with (
        _standing_in("openapi_spec_validator", validate=None),
        _standing_in("openapi_spec_validator.validation"),
        _standing_in(errors, OpenAPIValidationError=ValueError),
    ):
        importlib.import_module("moto.apigateway.models")


class _Machines:
    """EC2's backends, imported when somebody looks for machines."""

    def __getitem__(self, account: str) -> Any:
        from moto.ec2 import ec2_backends  # noqa: PLC0415

        return ec2_backends[account]


@contextmanager
def _standing_in(name: str, **attributes: Any) -> Iterator[None]:
    """Another module in the place of this one, unless it is imported already."""
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
