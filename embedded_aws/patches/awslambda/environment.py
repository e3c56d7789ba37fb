"""Environment variables that Lambda refuses: reserved ones, and more than 4 KB of them.

Lambda developer guide, "Using Lambda environment variables" and "Lambda quotas".
"""

import json
from typing import Any

from moto.awslambda.exceptions import InvalidParameterValueException
from moto.awslambda.models import LambdaFunction

LARGEST_BYTES = 4 * 1024
RESERVED = {
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
}
_UNABLE = (
    "Lambda was unable to configure your environment variables because the environment variables "
    "you have provided"
)


def install() -> None:
    """Check them when a function is created or changed; safe to call more than once."""
    function: Any = LambdaFunction
    if getattr(function, "checks_variables", False):
        return
    function.checks_variables = True
    create, update = function.__init__, function.update_configuration

    def created(self: Any, account_id: str, spec: dict[str, Any], *rest: Any, **named: Any) -> None:
        _check(spec.get("Environment"))
        create(self, account_id, spec, *rest, **named)

    def update_configuration(self: Any, config_updates: dict[str, Any]) -> Any:
        _check(config_updates.get("Environment"))
        return update(self, config_updates)

    function.__init__, function.update_configuration = created, update_configuration


def _check(environment: dict[str, Any] | None) -> None:
    variables = (environment or {}).get("Variables") or {}
    reserved = sorted(RESERVED & set(variables))
    if reserved:
        raise InvalidParameterValueException(
            f"{_UNABLE} contains reserved keys that are currently not supported for modification. "
            f"Reserved keys used in this request: {', '.join(reserved)}"
        )
    if len(json.dumps(variables, separators=(",", ":"))) > LARGEST_BYTES:
        raise InvalidParameterValueException(f"{_UNABLE} exceeded the 4KB limit.")
