"""`PUT` and `DELETE /_local/functions/<name>/<alias>/code`: hot reload, for commands only."""

import asyncio
import contextlib
import json
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from pydantic import ValidationError

from embedded_aws.functions.code.overlay import Sources
from embedded_aws.functions.code.packages import BrokenPackageError
from embedded_aws.functions.code.reload import DoesNotStartError, HotReload
from embedded_aws.functions.model import UnknownFunctionError, UnsupportedRuntimeError

PREFIX = "/_local/functions/"
Answer = tuple[HTTPStatus, dict[str, Any]]

REFUSALS: dict[type[Exception], HTTPStatus] = {
    UnknownFunctionError: HTTPStatus.NOT_FOUND,
    UnsupportedRuntimeError: HTTPStatus.CONFLICT,
    BrokenPackageError: HTTPStatus.CONFLICT,
    ValidationError: HTTPStatus.BAD_REQUEST,
}


class ReloadEndpoint:
    """Called from the control plane's threads; works in the event loop."""

    def __init__(self, reload: HotReload, loop: asyncio.AbstractEventLoop) -> None:
        self._reload = reload
        self._loop = loop

    def answer(self, method: str, path: str, body: bytes) -> Answer:
        """200 with `reloaded`, 409 with Lambda's error of the init, or another error."""
        name, _, rest = unquote(path).removeprefix(PREFIX).partition("/")
        alias, _, what = rest.partition("/")
        if what != "code" or method not in {"PUT", "DELETE"}:
            return HTTPStatus.NOT_FOUND, _told(f"PUT or DELETE {PREFIX}<function>/<alias>/code")
        try:
            reloaded = self._done(self._work(method, name, alias, body))
        except DoesNotStartError as failure:
            return HTTPStatus.CONFLICT, _parsed(failure.answer)
        except tuple(REFUSALS) as refusal:
            return REFUSALS[type(refusal)], _told(str(refusal))
        return HTTPStatus.OK, {"reloaded": reloaded}

    async def _work(self, method: str, name: str, alias: str, body: bytes) -> bool:
        if method == "DELETE":
            self._reload.drop(name, alias)
            return False
        return await self._reload.put(name, alias, Sources.model_validate_json(body))

    def _done(self, work: Any) -> bool:
        return bool(asyncio.run_coroutine_threadsafe(work, self._loop).result())


def _parsed(answer: bytes) -> dict[str, Any]:
    """Lambda's error, unless the function replaced it."""
    with contextlib.suppress(ValueError):
        error = json.loads(answer)
        if isinstance(error, dict):
            return error
    return _told(answer.decode("utf-8", "replace"))


def _told(message: str) -> dict[str, Any]:
    return {"errorType": "Refused", "errorMessage": message}
