"""Function settings that moto drops: LoggingConfig, DeadLetterConfig, SnapStart, changed ones."""

import secrets
from typing import Any

from moto.awslambda.exceptions import InvalidParameterValueException
from moto.awslambda.models import LambdaFunction


def install() -> None:
    """Store and show these settings (Lambda API, FunctionConfiguration)."""
    create = LambdaFunction.__init__
    show = LambdaFunction.get_configuration
    update = LambdaFunction.update_configuration

    def created(self: Any, account_id: str, spec: dict[str, Any], *rest: Any, **named: Any) -> None:
        _refuse_where_nothing_is_sent(spec.get("DeadLetterConfig"))
        create(self, account_id, spec, *rest, **named)
        _set_logging(self, spec.get("LoggingConfig"))
        self.dead_letter_config = spec.get("DeadLetterConfig")
        self.snap_start = spec.get("SnapStart")
        self.birth = secrets.token_hex(8)

    def get_configuration(self: Any, *arguments: Any, **named: Any) -> dict[str, Any]:
        theirs: dict[str, Any] = show(self, *arguments, **named)
        ours = {"LoggingConfig": self.logging_config, "SnapStart": _snap_start(self)}
        if dead_letters_of(self):
            ours["DeadLetterConfig"] = self.dead_letter_config
        return {**theirs, **ours}

    def update_configuration(self: Any, config_updates: dict[str, Any]) -> Any:
        _refuse_where_nothing_is_sent(config_updates.get("DeadLetterConfig"))
        _change(self, config_updates)
        return update(self, config_updates)

    LambdaFunction.__init__ = created
    LambdaFunction.get_configuration = get_configuration
    LambdaFunction.update_configuration = update_configuration


def _change(function: Any, changed: dict[str, Any]) -> None:
    """Set what the request names."""
    if "LoggingConfig" in changed:
        _set_logging(function, changed["LoggingConfig"])
    if "DeadLetterConfig" in changed:
        function.dead_letter_config = changed["DeadLetterConfig"]
    if "SnapStart" in changed:
        function.snap_start = changed["SnapStart"]
    if "EphemeralStorage" in changed:
        function.ephemeral_storage = changed["EphemeralStorage"]["Size"]
    if "TracingConfig" in changed:
        function.tracing_config = changed["TracingConfig"]


def _snap_start(function: Any) -> dict[str, str]:
    """The setting, and that nothing is optimized by it here."""
    given: dict[str, str] = getattr(function, "snap_start", None) or {"ApplyOn": "None"}
    return {**given, "OptimizationStatus": "Off"}


def birth_of(function: Any) -> str:
    """A text that tells the function from an earlier one of its name."""
    return str(getattr(function, "birth", ""))


def dead_letters_of(function: Any) -> str | None:
    """ARN of the function's dead-letter queue or topic; None without one."""
    config: dict[str, str] | None = getattr(function, "dead_letter_config", None)
    return (config or {}).get("TargetArn") or None


def _refuse_where_nothing_is_sent(given: dict[str, str] | None) -> None:
    """Refuse targets other than queues and topics, as Lambda does."""
    target = (given or {}).get("TargetArn") or "arn:aws:sqs"
    if target.split(":")[2:3] not in (["sqs"], ["sns"]):
        raise InvalidParameterValueException(
            f"The provided dead letter target {target} is invalid; "
            "name an SQS queue or an SNS topic."
        )


def _set_logging(function: Any, given: dict[str, Any] | None) -> None:
    default = {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{function.function_name}"}
    function.logging_config = {**default, **(given or {})}
    function.logs_group_name = function.logging_config["LogGroup"]
