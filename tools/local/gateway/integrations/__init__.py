"""What is behind a method: a function, an AWS service, another web server, or nothing."""

from tools.local.gateway.integrations.calls import Integrations
from tools.local.gateway.integrations.service import AwsServices, EmbeddedServices

__all__ = ["AwsServices", "EmbeddedServices", "Integrations"]
