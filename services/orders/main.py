"""Cold start of orders: settings and clients in, Lambda handler out."""

from functools import cache

from botocore.config import Config

from services.orders.catalog import CatalogApi
from services.orders.dynamodb import DynamoOrders
from services.orders.figures import CloudWatchFigures
from services.orders.handler import Shop, routes
from services.orders.settings import Settings
from shared import aws
from shared.log_level import from_parameter
from shared.logging import make_logger
from shared.pagination import Cursors
from shared.router import Router
from shared.service_calls import Credentials, ServiceClient
from shared.tracing import tracing

# Short enough that a retry fits before the gateway gives up.
QUICK = Config(connect_timeout=1, read_timeout=3, retries={"mode": "standard", "max_attempts": 3})

settings = Settings.read()
traced = tracing(settings.tracing, settings.powertools_service_name)


@cache
def cursor_key() -> bytes:
    """The key that signs cursors, derived when the first cursor is needed; KMS keeps its root."""
    mac = aws.client("kms", config=QUICK).generate_mac(
        KeyId=settings.cursor_key_arn, Message=b"cursors of orders", MacAlgorithm="HMAC_SHA_256"
    )
    return bytes(mac["Mac"])


def credentials() -> Credentials:
    """Who orders is for other services, asked for when one of them is called."""
    client = aws.client("secretsmanager", config=QUICK)
    return Credentials.of(client.get_secret_value(SecretId=settings.credentials)["SecretString"])


handle = traced(
    Router(
        routes,
        Shop(
            DynamoOrders(aws.client("dynamodb", config=QUICK), settings.orders_table),
            CatalogApi(ServiceClient("catalog", credentials)),
            CloudWatchFigures(),
            Cursors(cursor_key),
        ),
        make_logger(settings.powertools_service_name, settings.log_level),
        from_parameter(settings.log_level, settings.environment, settings.powertools_service_name),
    )
)
