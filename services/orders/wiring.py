"""Wires orders: settings and clients in, router out."""

from services.orders.catalog import CatalogApi
from services.orders.dynamodb import DynamoOrders
from services.orders.figures import CloudWatchFigures
from services.orders.handler import Shop, routes
from services.orders.ports import Catalog
from services.orders.settings import Settings
from shared.aws import Clients
from shared.logging import make_logger
from shared.logging.level import from_parameter
from shared.pagination import Cursors
from shared.pagination.cursor_keys import cursor_key
from shared.routes.router import Router
from shared.service_calls import Credentials, ServiceClient


def wire(settings: Settings, clients: Clients, catalog: Catalog | None = None) -> Router:
    """The routes with DynamoDB; prices come from the catalog's API, or from the given stand-in."""

    def credentials() -> Credentials:
        """The service's own credentials, read when it first calls another service."""
        secrets = clients.client("secretsmanager")
        return Credentials.of(
            secrets.get_secret_value(SecretId=settings.credentials)["SecretString"]
        )

    return Router(
        routes,
        Shop(
            DynamoOrders(clients.client("dynamodb"), settings.orders_table),
            catalog or CatalogApi(ServiceClient("catalog", credentials)),
            CloudWatchFigures(),
            Cursors(cursor_key(clients, settings.cursor_key_arn, "orders")),
        ),
        make_logger(settings.powertools_service_name, settings.log_level),
        from_parameter(settings.log_level, settings.environment, settings.powertools_service_name),
    )
