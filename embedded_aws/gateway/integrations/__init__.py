"""Integrations of methods: functions, AWS services, other web servers, mocks."""

from embedded_aws.gateway.integrations.calls import Integrations
from embedded_aws.gateway.integrations.invocations import Invocations
from embedded_aws.gateway.integrations.service import AwsServices, EmbeddedServices

__all__ = ["AwsServices", "EmbeddedServices", "Integrations", "Invocations"]
