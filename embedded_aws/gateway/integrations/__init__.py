"""What is behind a method: a function, an AWS service, another web server, or nothing."""

from embedded_aws.gateway.integrations.calls import Integrations
from embedded_aws.gateway.integrations.service import AwsServices, EmbeddedServices

__all__ = ["AwsServices", "EmbeddedServices", "Integrations"]
