"""The log level of a running service, read or switched without a deployment."""

import re

from botocore.exceptions import ClientError

from tools.command import CommandError
from tools.deploy.where.place import Place

LEVEL = re.compile(r"(DEBUG|INFO|WARNING|ERROR|CRITICAL)( (0(\.\d+)?|1(\.0+)?))?")


def switch(place: Place, service: str, level: str | None) -> str:
    """The level after the change; CommandError for an unknown level or service."""
    if level and not LEVEL.fullmatch(level):
        raise CommandError(
            f"{level!r} is no level; give DEBUG, INFO, WARNING, ERROR or CRITICAL, and behind it "
            'the share of requests at DEBUG if you like: "INFO 0.01"'
        )
    name, parameters = f"/{place.environment.name}/log-levels/{service}", place.client("ssm")
    try:
        before = str(parameters.get_parameter(Name=name)["Parameter"]["Value"])
    except ClientError as error:
        if error.response["Error"]["Code"] != "ParameterNotFound":
            raise
        raise CommandError(
            f"{service} has no log level in {place.environment.name}; only services with routes "
            f"have one, from the first `make deploy-{service}` on"
        ) from error
    if level and level != before:
        parameters.put_parameter(Name=name, Value=level, Type="String", Overwrite=True)
    return level or before
