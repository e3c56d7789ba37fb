"""The operations that moto lacks or gets wrong, each in the shape of the real API."""

from tools.local.aws import bucket_policies, lambda_settings


def install() -> None:
    """Add them all to moto."""
    for each in (bucket_policies, lambda_settings):
        each.install()
