"""Stage variables (API reference, Stage): names and values that API Gateway takes."""

import re
from collections.abc import Mapping

from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError

NAME = re.compile(r"[A-Za-z0-9_]+")
VALUE = re.compile(r"[A-Za-z0-9\-._~:/?#&=,]+")


def check_variables(variables: Mapping[str, str | None]) -> None:
    """Refuse names and values with other characters."""
    for name, value in variables.items():
        if not NAME.fullmatch(name):
            raise BadRequestError(
                f"Invalid stage variable name: {name}. Only alphanumeric characters and "
                "underscores are allowed"
            )
        if not VALUE.fullmatch(value or ""):
            raise BadRequestError(
                f"Invalid stage variable value: {value}. Please use values with alphanumeric "
                "characters and the symbols '-', '.', '_', '~', ':', '/', '?', '#', '&', '=', "
                "and ','."
            )
