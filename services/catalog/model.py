"""Products and their rules."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Price:
    """An amount in the currency's minor unit (ISO 4217)."""

    amount: int
    currency: str


@dataclass(frozen=True)
class Details:
    """A merchant's description of a product."""

    name: str
    category: str
    price: Price
    description: str | None = None


@dataclass(frozen=True)
class Product:
    """A product in one of its versions."""

    id: str
    details: Details
    updated_at: str
    version: int = 1

    def changed(self, details: Details, updated_at: str) -> "Product":
        """The next version."""
        return replace(self, details=details, updated_at=updated_at, version=self.version + 1)
