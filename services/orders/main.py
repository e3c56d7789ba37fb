"""Cold start of orders: settings and clients, nothing else."""

from services.orders.settings import Settings
from services.orders.wiring import wire
from shared.aws import LimitedClients
from shared.tracing import tracing

settings = Settings.read()
traced = tracing(settings.tracing, settings.powertools_service_name)

handle = traced(wire(settings, LimitedClients()))
