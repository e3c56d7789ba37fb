"""Cold start of the smoke test: settings and clients in, Lambda handler out."""

from botocore.config import Config

from services.smoke.aws import CodeDeployDeployments, LambdaVersions
from services.smoke.handler import SmokeTest
from services.smoke.settings import Settings
from shared import aws
from shared.logging import make_logger
from shared.tracing import tracing

# Ends before this function's own time-out, so that a version that hangs is reported as failed.
PATIENT = Config(connect_timeout=1, read_timeout=7, retries={"mode": "standard", "max_attempts": 1})

settings = Settings.read()
traced = tracing(settings.tracing, settings.powertools_service_name)

handle = traced(
    SmokeTest(
        CodeDeployDeployments(aws.client("codedeploy", config=PATIENT)),
        LambdaVersions(aws.client("lambda", config=PATIENT)),
        make_logger(settings.powertools_service_name, settings.log_level),
    )
)
