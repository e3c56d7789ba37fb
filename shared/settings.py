"""Settings: the environment variables of a function, read once at its start."""

import os
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Self


class MissingSettingsError(Exception):
    """Environment variables that the function needs are not set."""


class EnvironmentSettings:
    """Base of a service's Settings: a dataclass whose fields, in capitals, are variables."""

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """The settings from the environment; MissingSettingsError names all absent variables."""
        given = {
            field.name: environment[field.name.upper()]
            for field in fields(cls)  # type: ignore[arg-type]
            if field.name.upper() in environment
        }
        absent = [name.upper() for name in cls._required() if name not in given]
        if absent:
            raise MissingSettingsError(
                f"set {', '.join(absent)} in the environment of the function (terraform/services)"
            )
        return cls(**given)

    @classmethod
    def _required(cls) -> list[str]:
        return [field.name for field in fields(cls) if field.default is MISSING]  # type: ignore[arg-type]
