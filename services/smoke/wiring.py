"""Wires the smoke test: settings and clients in, handler out."""

from services.smoke.aws import CodeDeployDeployments, LambdaVersions
from services.smoke.handler import SmokeTest
from services.smoke.settings import Settings
from shared.aws import Clients
from shared.logging import make_logger


def wire(settings: Settings, clients: Clients) -> SmokeTest:
    """The handler with CodeDeploy and Lambda."""
    return SmokeTest(
        CodeDeployDeployments(clients.client("codedeploy")),
        LambdaVersions(clients.client("lambda")),
        make_logger(settings.powertools_service_name, settings.log_level),
    )
