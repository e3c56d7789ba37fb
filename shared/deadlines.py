"""Calls that must end in time, whatever the other side does."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread


def within[Result](seconds: float, call: Callable[[], Result]) -> Result:
    """What the call answers; TimeoutError when it takes longer, however lively it seems.

    A time-out of sockets begins anew with each byte. What is late goes on in a thread that nobody
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
