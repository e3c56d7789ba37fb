"""Cold start of customers: settings and clients in, Lambda handler out."""

import boto3
from botocore.config import Config

from services.customers.dynamodb import DynamoCustomers
from services.customers.handler import routes
from services.customers.settings import Settings
from shared.logging import make_logger
from shared.router import Router

# Short enough that a retry fits before the gateway gives up.
QUICK = Config(connect_timeout=1, read_timeout=3, retries={"mode": "standard", "max_attempts": 3})

settings = Settings.read()

handle = Router(
    routes,
    DynamoCustomers(boto3.client("dynamodb", config=QUICK), settings.customers_table),
    make_logger(settings.powertools_service_name, settings.log_level),
)
