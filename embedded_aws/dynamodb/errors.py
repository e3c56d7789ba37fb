"""DynamoDB's errors, each with the code, the namespace and the members that AWS answers."""

from typing import Any

SERVICE = "com.amazonaws.dynamodb.v20120810"


class DynamoError(Exception):
    """An error that DynamoDB answers with status 400."""

    namespace = SERVICE
    code = "InternalServerError"

    def __init__(self, message: str, **members: Any) -> None:
        super().__init__(message)
        self.message = message
        self.members = members

    def body(self) -> dict[str, Any]:
        """The answer's body."""
        return {"__type": f"{self.namespace}#{self.code}", "message": self.message, **self.members}


class ValidationError(DynamoError):
    """A request that DynamoDB refuses before or while it looks at the table."""

    namespace = "com.amazon.coral.validate"
    code = "ValidationException"


class SerializationError(DynamoError):
    """JSON of another type than the parameter's."""

    namespace = "com.amazon.coral.service"
    code = "SerializationException"


class ConditionFailedError(DynamoError):
    """A condition does not hold; `Item` is in the answer when it was requested."""

    code = "ConditionalCheckFailedException"

    def __init__(self, item: dict[str, Any] | None = None) -> None:
        super().__init__("The conditional request failed", **({"Item": item} if item else {}))


class DuplicateItemError(DynamoError):
    """An INSERT of an item that is there."""

    code = "DuplicateItemException"

    def __init__(self) -> None:
        super().__init__("Duplicate primary key exists in table")


class NotFoundError(DynamoError):
    """No such table."""

    code = "ResourceNotFoundException"

    def __init__(self, message: str = "Requested resource not found") -> None:
        super().__init__(message)


class TransactionCancelledError(DynamoError):
    """One reason for each part of the transaction."""

    code = "TransactionCanceledException"

    def __init__(self, reasons: list[dict[str, Any]]) -> None:
        codes = ", ".join(reason["Code"] for reason in reasons)
        super().__init__(
            "Transaction cancelled, please refer cancellation reasons for specific reasons "
            f"[{codes}]",
            CancellationReasons=reasons,
        )


class TokenReusedError(DynamoError):
    """A client request token that belongs to another request."""

    code = "IdempotentParameterMismatchException"

    def __init__(self) -> None:
        super().__init__(
            "DynamoDB rejected the request because you retried a request with a different payload "
            "but with an idempotent token that was already used."
        )


def invalid(reason: str) -> ValidationError:
    """The error of a parameter's value."""
    return ValidationError(f"One or more parameter values were invalid: {reason}")
