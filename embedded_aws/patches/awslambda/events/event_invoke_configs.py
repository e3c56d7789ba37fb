"""A function's event invoke config, corrected.

moto keeps showing the first one after an update, forgets what an update does not name, and accepts
destinations that nothing is sent to here.
"""

from typing import Any

from moto.awslambda.exceptions import InvalidParameterValueException
from moto.awslambda.models import LambdaBackend

DESTINATIONS = ("sqs", "sns")


def install() -> None:
    """Let the last config count; safe to call more than once."""
    put = LambdaBackend.put_function_event_invoke_config

    def merged(self: Any, function_name: str, config: dict[str, Any]) -> Any:
        before = self.get_function(function_name).event_invoke_config
        earlier = before[-1].config if before else {}
        return replaced(self, function_name, {**earlier, **config})

    def replaced(self: Any, function_name: str, config: dict[str, Any]) -> Any:
        _refuse_where_nothing_is_sent(config)
        answer = put(self, function_name, config)
        del self.get_function(function_name).event_invoke_config[:-1]
        return answer

    LambdaBackend.put_function_event_invoke_config = replaced
    LambdaBackend.update_function_event_invoke_config = merged


def _refuse_where_nothing_is_sent(config: dict[str, Any]) -> None:
    destination = (config.get("DestinationConfig") or {}).get("OnFailure") or {}
    service = destination.get("Destination", "arn:aws:sqs").split(":")[2:3]
    if not set(service) <= set(DESTINATIONS):
        raise InvalidParameterValueException(
            f"The embedded AWS sends failed events to SQS and SNS, not to {service[0]}; "
            "name a queue or a topic, or leave OnFailure out in this environment."
        )
