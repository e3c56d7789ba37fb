"""Cold start of parcels: settings and clients, nothing else."""

from services.parcels.settings import Settings
from services.parcels.wiring import wire
from shared.aws import LimitedClients
from shared.tracing import tracing

settings = Settings.read()
traced = tracing(settings.tracing, settings.powertools_service_name)

handle = traced(wire(settings, LimitedClients()))
