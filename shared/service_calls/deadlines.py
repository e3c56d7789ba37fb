"""Deadlines for calls, independent of the other side."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread


def within[Result](seconds: float, call: Callable[[], Result]) -> Result:
    """The result of the call; TimeoutError when it takes longer than allowed in total.

    A socket's time-out begins anew with each byte. A late call goes on in a thread that nobody
    waits for, until its own time-outs end it.
    """
    result: Future[Result] = Future()

    def run() -> None:
        try:
            result.set_result(call())
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            result.set_exception(error)

    Thread(target=run, daemon=True).start()
    return result.result(timeout=seconds)
