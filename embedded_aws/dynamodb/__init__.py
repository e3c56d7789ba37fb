"""DynamoDB's data plane: requests checked as AWS checks them, over the tables that moto has."""

from embedded_aws.dynamodb.expiry import Expiry
from embedded_aws.dynamodb.handler import install

__all__ = ["Expiry", "install"]
