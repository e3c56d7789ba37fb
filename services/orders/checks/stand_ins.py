"""Stand-ins for the services that orders calls, for tools that run it alone."""

from services.orders.model import Money

PRICE = Money(1250, "EUR")


class EverythingIsOnSale:
    """The port `Catalog`: every product has the same price."""

    def prices(self, product_ids: set[str], correlation_id: str) -> dict[str, Money]:
        """The price of each product."""
        del correlation_id
        return dict.fromkeys(product_ids, PRICE)


STAND_INS = {"catalog": EverythingIsOnSale()}
