"""A function's event invoke config, put a second time: moto shows the first one for ever."""

from typing import Any

from moto.awslambda.models import LambdaBackend


def install() -> None:
    """The last one counts; safe to call more than once."""
    put = LambdaBackend.put_function_event_invoke_config

    def replaced(self: Any, function_name: str, config: dict[str, Any]) -> Any:
        answer = put(self, function_name, config)
        del self.get_function(function_name).event_invoke_config[:-1]
        return answer

    LambdaBackend.put_function_event_invoke_config = replaced
