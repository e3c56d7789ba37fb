"""The API of GitHub for the repository of a workflow: patient with failures that pass."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from tools.command import CommandError

VERSION = "2022-11-28"
PASSING = {429, 500, 502, 503, 504}
TRIES, LONGEST_WAIT, TIMEOUT = 5, 60.0, 20.0
FORBIDDEN, GONE = 403, 404
PAGE = 100


class RefusedError(CommandError):
    """GitHub has answered with something else than success."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class GitHub:
    """The API, as a job of a workflow may use it."""

    url: str
    repository: str
    token: str = field(repr=False)
    wait: Callable[[float], None] = time.sleep

    @classmethod
    def of_workflow(cls) -> "GitHub":
        """The API that the workflow's environment names; CommandError when it names none."""
        names = ("GITHUB_REPOSITORY", "GITHUB_TOKEN")
        missing = [name for name in names if not os.environ.get(name)]
        if missing:
            raise CommandError(f"{' and '.join(missing)} missing: this runs in a job of a workflow")
        url = os.environ.get("GITHUB_API_URL", "https://api.github.com")
        return cls(url, os.environ["GITHUB_REPOSITORY"], os.environ["GITHUB_TOKEN"])

    def get(self, path: str, **query: str | int) -> Any:
        """The answer to a GET."""
        return self._call("GET", path, params=query).json()

    def every(self, path: str, **query: str | int) -> Iterator[Any]:
        """The items of all pages."""
        page = 1
        while items := self.get(path, **query, per_page=PAGE, page=page):
            yield from items
            if len(items) < PAGE:
                return
            page += 1

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """The answer to a POST."""
        return self._call("POST", path, json=body).json()

    def patch(self, path: str, body: Mapping[str, Any]) -> Any:
        """The answer to a PATCH."""
        return self._call("PATCH", path, json=body).json()

    def download(self, path: str) -> bytes:
        """The content to which GitHub redirects; the token goes no further than GitHub."""
        return self._call("GET", path, follow_redirects=True).content

    def delete(self, path: str) -> None:
        """Delete it; nothing happens where it is gone already."""
        self._call("DELETE", path, gone_is_fine=True)

    def _call(
        self, method: str, path: str, *, gone_is_fine: bool = False, **parts: Any
    ) -> httpx.Response:
        for tries_left in reversed(range(TRIES)):
            try:
                answer = self._once(method, path, parts)
            except httpx.TransportError as error:
                if not tries_left:
                    raise CommandError(f"GitHub's API does not answer: {error}") from error
                self.wait(2.0 ** (TRIES - tries_left))
                continue
            if answer.is_success or (gone_is_fine and answer.status_code == GONE):
                return answer
            if not (tries_left and _may_pass(answer)):
                raise RefusedError(_sentence(method, path, answer), answer.status_code)
            self.wait(_pause(answer, TRIES - tries_left))
        raise AssertionError

    def _once(self, method: str, path: str, parts: Mapping[str, Any]) -> httpx.Response:
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self.token}",
            "X-GitHub-Api-Version": VERSION,
        }
        address = f"{self.url}/repos/{self.repository}{path}"
        return httpx.request(method, address, headers=headers, timeout=TIMEOUT, **parts)


def _may_pass(answer: httpx.Response) -> bool:
    """Whether the same call may succeed later: GitHub limits rates with 403, too."""
    limited = "retry-after" in answer.headers or answer.headers.get("x-ratelimit-remaining") == "0"
    return answer.status_code in PASSING or (answer.status_code == FORBIDDEN and limited)


def _pause(answer: httpx.Response, attempt: int) -> float:
    named = answer.headers.get("retry-after", "")
    return min(float(named) if named.isdecimal() else 2.0**attempt, LONGEST_WAIT)


def _sentence(method: str, path: str, answer: httpx.Response) -> str:
    try:
        reason = str(answer.json().get("message", ""))
    except (ValueError, AttributeError):
        reason = answer.text[:200]
    what = f"GitHub refuses {method} {path}: {answer.status_code} {reason}".strip()
    if answer.status_code == FORBIDDEN:
        return f"{what}; give the job the permission that it needs (permissions: in the workflow)"
    return f"{what}; run the job again"
