"""Wires customers: settings and clients in, router out."""

from services.customers.dynamodb import DynamoCustomers
from services.customers.handler import routes
from services.customers.settings import Settings
from shared.aws import Clients
from shared.logging import make_logger
from shared.logging.level import from_parameter
from shared.routes.router import Router


def wire(settings: Settings, clients: Clients) -> Router:
    """The routes with DynamoDB."""
    return Router(
        routes,
        DynamoCustomers(clients.client("dynamodb"), settings.customers_table),
        make_logger(settings.powertools_service_name, settings.log_level),
        from_parameter(settings.log_level, settings.environment, settings.powertools_service_name),
    )
