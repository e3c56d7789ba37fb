"""Cold start of the authorizer: settings and clients, nothing else."""

from botocore.config import Config

from services.authorizer.settings import Settings
from services.authorizer.wiring import wire
from shared.aws import LimitedClients
from shared.tracing import tracing

# Every request of a new caller waits for this.
QUICK = Config(connect_timeout=1, read_timeout=2, retries={"mode": "standard", "max_attempts": 3})

settings = Settings.read()
traced = tracing(settings.tracing, settings.powertools_service_name)

handle = traced(wire(settings, LimitedClients(QUICK)))
