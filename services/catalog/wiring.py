"""Wires the catalog: settings and clients in, router out."""

from services.catalog.dynamodb import DynamoProducts
from services.catalog.handler import Shelf, routes
from services.catalog.settings import Settings
from shared.aws import Clients
from shared.logging import make_logger
from shared.logging.level import from_parameter
from shared.pagination import Cursors
from shared.pagination.cursor_keys import cursor_key
from shared.routes.router import Router


def wire(settings: Settings, clients: Clients) -> Router:
    """The routes with DynamoDB, and cursors signed with a key from KMS."""
    return Router(
        routes,
        Shelf(
            DynamoProducts(clients.client("dynamodb"), settings.catalog_table),
            Cursors(cursor_key(clients, settings.cursor_key_arn, "catalog")),
        ),
        make_logger(settings.powertools_service_name, settings.log_level),
        from_parameter(settings.log_level, settings.environment, settings.powertools_service_name),
    )
