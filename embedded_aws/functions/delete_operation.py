"""Lambda's DeleteFunction operation: the function's workers end with it."""

import asyncio
from typing import Any
from urllib.parse import unquote

from moto.awslambda.responses import LambdaResponse

from embedded_aws.functions.workers.pool import Functions

_original = LambdaResponse.delete_function


def install(functions: Functions, loop: asyncio.AbstractEventLoop) -> None:
    """Let moto's Lambda end the workers of `functions`, which run in `loop`."""

    def delete_function(response: Any) -> Any:
        answer = _original(response)
        named = unquote(response.path.rstrip("/").rsplit("/", maxsplit=1)[-1])
        name = named.rsplit("function:", maxsplit=1)[-1].split(":")[0]
        loop.call_soon_threadsafe(functions.forget, response.region, name)
        return answer

    LambdaResponse.delete_function = delete_function
