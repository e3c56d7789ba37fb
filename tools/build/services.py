"""The services of this tree, by their files; the only place where tools import a service."""

import importlib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from types import ModuleType
from typing import Any

from shared.routes import Routes
from tools.command import CommandError

SERVICES = Path("services")
CHECKS = "checks"
"""The folder of a service with what tools need to know of it; no package carries it."""


def names() -> list[str]:
    """Every service: the folders with a `main.py`."""
    return sorted(path.parent.name for path in SERVICES.glob("*/main.py"))


def services_with_routes() -> list[str]:
    """The services with routes; the others are the platform's own."""
    handlers = sorted(SERVICES.glob("*/handler.py"))
    return [path.parent.name for path in handlers if routes_of(path.parent.name) is not None]


def routes_of(service: str) -> Routes | None:
    """The service's declared routes; None without any."""
    declared = getattr(_imported(service, "handler"), "routes", None)
    return declared if isinstance(declared, Routes) else None


def setting_names(service: str) -> list[str]:
    """The fields of the service's Settings."""
    return [field.name for field in fields(_imported(service, "settings").Settings)]


def wired(service: str, settings: Mapping[str, str], clients: Any, **instead: Any) -> Any:
    """The service's handler with these settings and clients.

    `instead` replaces what the service reaches outside AWS; by default its checks say with what.
    """
    read = _imported(service, "settings").Settings.read
    environment = {name.upper(): value for name, value in settings.items()}
    return _imported(service, "wiring").wire(
        read(environment), clients, **(_stand_ins(service) | instead)
    )


def checks_of(service: str, file: str) -> Path:
    """The path of a service's file for tools, which need not exist."""
    return SERVICES / service / CHECKS / file


def _stand_ins(service: str) -> dict[str, Any]:
    """The replacements in `checks/stand_ins.py` for other services that the service calls."""
    if not checks_of(service, "stand_ins.py").exists():
        return {}
    stand_ins: dict[str, Any] = _imported(service, "checks.stand_ins").STAND_INS
    return stand_ins


def _imported(service: str, module: str) -> ModuleType:
    try:
        return importlib.import_module(f"services.{service}.{module}")
    except SyntaxError as error:
        place = f"{error.filename}, line {error.lineno}"
        raise CommandError(f"{service} is not Python: {place}: {error.msg}") from error
    except Exception as error:  # whatever the module does when it is imported
        raise CommandError(
            f"{service} cannot be imported: {type(error).__name__}: {error}"
        ) from error
