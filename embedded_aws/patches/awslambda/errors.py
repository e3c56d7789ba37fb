"""Errors of Lambda that moto lacks."""

from moto.awslambda.exceptions import LambdaClientError


class ConflictError(LambdaClientError):  # type: ignore[misc]
    """Something is there that must not be, or is needed."""

    code = 409

    def __init__(self, message: str) -> None:
        super().__init__("ResourceConflictException", message)
