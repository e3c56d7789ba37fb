"""Cold start of the smoke test: settings and clients, nothing else."""

from botocore.config import Config

from services.smoke.settings import Settings
from services.smoke.wiring import wire
from shared.aws import LimitedClients
from shared.tracing import tracing

# Ends before this function's own time-out, so that a version that hangs is reported as failed.
PATIENT = Config(connect_timeout=1, read_timeout=7, retries={"mode": "standard", "max_attempts": 1})

settings = Settings.read()
traced = tracing(settings.tracing, settings.powertools_service_name)

handle = traced(wire(settings, LimitedClients(PATIENT)))
