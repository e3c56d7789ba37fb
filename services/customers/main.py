"""Cold start of customers: settings and clients in, Lambda handler out."""

from botocore.config import Config

from services.customers.dynamodb import DynamoCustomers
from services.customers.handler import routes
from services.customers.settings import Settings
from shared import aws
from shared.log_level import from_parameter
from shared.logging import make_logger
from shared.router import Router
from shared.tracing import tracing

# Short enough that a retry fits before the gateway gives up.
QUICK = Config(connect_timeout=1, read_timeout=3, retries={"mode": "standard", "max_attempts": 3})

settings = Settings.read()
traced = tracing(settings.tracing, settings.powertools_service_name)

handle = traced(
    Router(
        routes,
        DynamoCustomers(aws.client("dynamodb", config=QUICK), settings.customers_table),
        make_logger(settings.powertools_service_name, settings.log_level),
        from_parameter(settings.log_level, settings.environment, settings.powertools_service_name),
    )
)
