"""Cold start of the smoke test: settings and clients in, Lambda handler out."""

import boto3
from botocore.config import Config

from services.smoke.aws import CodeDeployDeployments, LambdaVersions
from services.smoke.handler import SmokeTest
from services.smoke.settings import Settings
from shared.logging import make_logger

# Ends before this function's own time-out, so that a version that hangs is reported as failed.
PATIENT = Config(connect_timeout=1, read_timeout=7, retries={"mode": "standard", "max_attempts": 1})

settings = Settings.read()

handle = SmokeTest(
    CodeDeployDeployments(boto3.client("codedeploy")),
    LambdaVersions(boto3.client("lambda", config=PATIENT)),
    make_logger(settings.powertools_service_name, settings.log_level),
)
