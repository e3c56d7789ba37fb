"""Function settings that moto drops: LoggingConfig and later changes of TracingConfig."""

from typing import Any

from moto.awslambda.models import LambdaFunction


def install() -> None:
    """Keep and show them (Lambda API, FunctionConfiguration)."""
    create = LambdaFunction.__init__
    show = LambdaFunction.get_configuration
    update = LambdaFunction.update_configuration

    def created(self: Any, account_id: str, spec: dict[str, Any], *rest: Any, **named: Any) -> None:
        create(self, account_id, spec, *rest, **named)
        _set_logging(self, spec.get("LoggingConfig"))

    def get_configuration(self: Any, *arguments: Any, **named: Any) -> dict[str, Any]:
        shown: dict[str, Any] = show(self, *arguments, **named)
        return {**shown, "LoggingConfig": self.logging_config}

    def update_configuration(self: Any, config_updates: dict[str, Any]) -> Any:
        if "LoggingConfig" in config_updates:
            _set_logging(self, config_updates["LoggingConfig"])
        if "TracingConfig" in config_updates:
            self.tracing_config = config_updates["TracingConfig"]
        return update(self, config_updates)

    LambdaFunction.__init__ = created
    LambdaFunction.get_configuration = get_configuration
    LambdaFunction.update_configuration = update_configuration


def _set_logging(function: Any, given: dict[str, Any] | None) -> None:
    default = {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{function.function_name}"}
    function.logging_config = {**default, **(given or {})}
    function.logs_group_name = function.logging_config["LogGroup"]
