"""Cold start of the authorizer: settings and clients in, Lambda handler out."""

from botocore.config import Config

from services.authorizer.handler import Authorizer
from services.authorizer.settings import Settings
from services.authorizer.ssm import SsmConsumers
from shared import aws
from shared.auth.jwks import Jwks
from shared.auth.tokens import TokenVerifier
from shared.logging import make_logger
from shared.tracing import tracing

# Every request of a new caller waits for this.
QUICK = Config(connect_timeout=1, read_timeout=2, retries={"mode": "standard", "max_attempts": 3})

settings = Settings.read()
traced = tracing(settings.tracing, settings.powertools_service_name)

handle = traced(
    Authorizer(
        TokenVerifier(settings.issuer, Jwks(settings.jwks_url)),
        SsmConsumers(aws.client("ssm", config=QUICK), settings.consumers_path),
        make_logger(settings.powertools_service_name, settings.log_level),
    )
)
