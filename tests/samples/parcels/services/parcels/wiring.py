"""Wires parcels: settings and clients in, router out."""

from services.parcels.dynamodb import DynamoParcels
from services.parcels.handler import routes
from services.parcels.settings import Settings
from shared.aws import Clients
from shared.logging import make_logger
from shared.logging.level import from_parameter
from shared.routes.router import Router


def wire(settings: Settings, clients: Clients) -> Router:
    """The routes with DynamoDB."""
    return Router(
        routes,
        DynamoParcels(clients.client("dynamodb"), settings.parcels_table),
        make_logger(settings.powertools_service_name, settings.log_level),
        from_parameter(settings.log_level, settings.environment, settings.powertools_service_name),
    )
