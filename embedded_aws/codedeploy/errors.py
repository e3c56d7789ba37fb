"""CodeDeploy's errors, under the names of its API."""

from moto.core.exceptions import JsonRESTError


class CodeDeployError(JsonRESTError):  # type: ignore[misc]
    """A client error; `code` is in the operation's reference."""

    code = 400

    def __init__(self, name: str, message: str) -> None:
        super().__init__(name, message)
