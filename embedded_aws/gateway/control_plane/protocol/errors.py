"""The errors of API Gateway, by the names and statuses of its API reference."""

from typing import Any


class ApiError(Exception):
    """An answer that refuses a request."""

    status = 400
    code = "BadRequestException"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def body(self) -> dict[str, Any]:
        """The answer's body."""
        return {"message": self.message}


class BadRequestError(ApiError):
    """The request contradicts a rule of the operation."""


class NotFoundError(ApiError):
    """The request names something that does not exist."""

    status, code = 404, "NotFoundException"


class ConflictError(ApiError):
    """The request contradicts the present state."""

    status, code = 409, "ConflictException"


class ConstraintError(ApiError):
    """Values break constraints of the service's description."""

    code = "ValidationException"


class SerializationError(ApiError):
    """A value has another type than the service's description says."""

    code = "SerializationException"


class NotServedError(ApiError):
    """The operation is refused by name, because nothing here could do it."""
