"""Integrations of methods: functions, AWS services, other web servers, mocks."""

from embedded_aws.gateway.integrations.aws_services.service import AwsServices, EmbeddedServices
from embedded_aws.gateway.integrations.calls import Integrations
from embedded_aws.gateway.integrations.invocations import Invocations

__all__ = ["AwsServices", "EmbeddedServices", "Integrations", "Invocations"]
