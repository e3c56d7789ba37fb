"""A sample request against the running stack, shown as the commands that repeat it.

A service says in `checks/sample.json` what to ask for; without one the gateway's health is asked.
"""

import json
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from tools.build.services import checks_of, names
from tools.command import CommandError
from tools.deploy.operations.tokens import token
from tools.deploy.where.place import Place

FILE = "sample.json"
HEALTH: Mapping[str, Any] = {"requests": [{"request": "GET /health"}], "again": "/health"}
TIMEOUT_SECONDS = 30


@dataclass(frozen=True)
class Sample:
    """A request, its answer, and a path to look at afterwards."""

    consumer: str | None
    request: str
    status: int
    body: str
    again: str


def ask(place: Place, outputs: Mapping[str, Any]) -> Sample:
    """Send the sample's requests; `{id}` in a body or path is the id in the answer before."""
    declared, thing = _declared(), ""
    for each in declared["requests"]:
        consumer = each.get("consumer")
        bearer = token(place, consumer) if consumer else None
        status, body = _sent(outputs["api_url"], each, bearer, thing)
        thing = str(json.loads(body).get("id", "")) if body else ""
    return Sample(consumer, each["request"], status, body, declared["again"].replace("{id}", thing))


def _declared() -> Mapping[str, Any]:
    files = (checks_of(service, FILE) for service in names())
    samples = (json.loads(path.read_text(encoding="utf-8")) for path in files if path.exists())
    return next(samples, HEALTH)


def _sent(url: str, request: Mapping[str, Any], bearer: str | None, thing: str) -> tuple[int, str]:
    """(status, body), of what is there already where the request says how to find it."""
    if "find" in request:
        status, body = _asked(f"{url}{request['find']}", bearer)
        if items := json.loads(body)["items"]:
            return status, json.dumps(items[0])
    _, _, path = request["request"].partition(" ")
    sent = json.dumps(request["body"]).replace("{id}", thing) if "body" in request else None
    return _asked(f"{url}{path}", bearer, sent)


def _asked(url: str, bearer: str | None, body: str | None = None) -> tuple[int, str]:
    """(status, body) of a GET, or of a POST when there is a body."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
    request = urllib.request.Request(  # noqa: S310 - the stack's own URL
        url,
        data=body.encode() if body else None,
        headers=headers | ({"Authorization": f"Bearer {bearer}"} if bearer else {}),
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        raise CommandError(
            f"the sample request to {url} got {error.code} {error.read().decode()}; "
            "see `make logs-<service>`"
        ) from error


def show(console: Console, outputs: Mapping[str, Any], sample: Sample) -> None:
    """The request, its answer, and the commands that repeat it."""
    console.print(f"\n{sample.request} answered {sample.status}:", highlight=False)
    if sample.body:
        console.print_json(sample.body)
    console.print("Look again:", highlight=False)
    again = f"curl -s {outputs['api_url']}{sample.again}"
    commands = [again]
    if sample.consumer:
        commands = [
            f"TOKEN=$(make -s token CONSUMER={sample.consumer})",
            f'{again} -H "Authorization: Bearer $TOKEN"',
        ]
    console.print("\n".join(f"  {each}" for each in commands), highlight=False, soft_wrap=True)
