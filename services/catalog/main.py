"""Cold start of the catalog: settings and clients in, Lambda handler out."""

from functools import cache

from botocore.config import Config

from services.catalog.dynamodb import DynamoProducts
from services.catalog.handler import Shelf, routes
from services.catalog.settings import Settings
from shared import aws
from shared.log_level import from_parameter
from shared.logging import make_logger
from shared.pagination import Cursors
from shared.router import Router
from shared.tracing import tracing

# Short enough that a retry fits before the gateway gives up.
QUICK = Config(connect_timeout=1, read_timeout=3, retries={"mode": "standard", "max_attempts": 3})

settings = Settings.read()
traced = tracing(settings.tracing, settings.powertools_service_name)


@cache
def cursor_key() -> bytes:
    """The key that signs cursors, derived when the first cursor is needed; KMS keeps its root."""
    mac = aws.client("kms", config=QUICK).generate_mac(
        KeyId=settings.cursor_key_arn, Message=b"cursors of catalog", MacAlgorithm="HMAC_SHA_256"
    )
    return bytes(mac["Mac"])


handle = traced(
    Router(
        routes,
        Shelf(
            DynamoProducts(aws.client("dynamodb", config=QUICK), settings.catalog_table),
            Cursors(cursor_key),
        ),
        make_logger(settings.powertools_service_name, settings.log_level),
        from_parameter(settings.log_level, settings.environment, settings.powertools_service_name),
    )
)
