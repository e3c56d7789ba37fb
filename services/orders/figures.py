"""Business metrics, in CloudWatch."""

from services.orders.model import Order
from shared.logging.metrics import emit


class CloudWatchFigures:
    """The port `Figures` by log lines that CloudWatch counts."""

    def placed(self, order: Order) -> None:
        """Count the order, and its value in minor units, by currency."""
        total = order.total
        counts = {"OrdersPlaced": 1.0, "OrderValue": float(total.amount)}
        emit("orders", counts, currency=total.currency)
