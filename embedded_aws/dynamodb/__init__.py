"""DynamoDB's data plane: requests checked as AWS checks them, over the tables that moto has."""

from embedded_aws.dynamodb.expiry import Expiry
from embedded_aws.dynamodb.handler import install
from embedded_aws.dynamodb.tables.items import values_of

__all__ = ["Expiry", "install", "values_of"]
