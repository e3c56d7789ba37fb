"""The form of an exported document."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """Swagger 2 or OpenAPI 3, with these extensions."""

    is_swagger: bool
    extensions: frozenset[str]

    @property
    def schemas(self) -> str:
        """Where its schemas stand."""
        return "#/definitions/" if self.is_swagger else "#/components/schemas/"
