"""Athena: SELECT over Glue tables in S3, by DuckDB, in Trino's dialect."""

from embedded_aws.analytics.athena import operations


def install() -> None:
    """Patch moto; safe to call more than once."""
    operations.install()
