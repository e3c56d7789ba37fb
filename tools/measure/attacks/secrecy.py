"""Secrets where they must not be: logs, states, packages, pages."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from tools.measure.attacks.case import Answer, Case
from tools.measure.attacks.world import World

CLEAN, SHOWN = 404, 200
PAGES = ("docs", ".build/openapi.json", ".build/openapi.html", ".build/client")
LINES_OF_A_TOKEN = 40
"""A token in a log would stand there whole, or its signature would."""


def cases(world: World) -> Iterator[Case]:
    """To be sent last: they look for what all others have sent."""
    for group in _groups(world):
        yield Case("API8", "secrets", f"log {group}", partial(_in_log, world, group))
    for bucket, key in _objects(world):
        family = "secrets"
        name = (
            f"object {key.rsplit('/', 2)[-2]}/{key.rsplit('/', 1)[-1][:20]}" if "/" in key else key
        )
        yield Case(
            "API8",
            family,
            name,
            partial(_in_object, world, bucket, key),
        )
    for page in PAGES:
        yield Case("API8", "secrets", f"page {page}", partial(_in_files, world, Path(page)))


def secrets(world: World) -> set[str]:
    """Every secret of the running stack, and the signatures of the tokens that were sent."""
    known = {each["client_secret"] for each in world.stack.outputs["consumers"].values()}
    key = json.loads((world.stack.config.directory / "token-key.json").read_text(encoding="utf-8"))
    known.add(key["d"])
    signatures = (token.rsplit(".", 1)[-1] for token in world.tokens.values())
    return known | {each for each in signatures if len(each) > LINES_OF_A_TOKEN}


def shown(text: str, known: Iterable[str]) -> bool:
    """Whether the text has one of them."""
    return any(each in text for each in known)


def _groups(world: World) -> list[str]:
    pages = world.stack.aws("logs").get_paginator("describe_log_groups").paginate()
    return [str(each["logGroupName"]) for page in pages for each in page["logGroups"]]


def _objects(world: World) -> Iterator[tuple[str, str]]:
    s3 = world.stack.aws("s3")
    for bucket in s3.list_buckets()["Buckets"]:
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket["Name"])
        for page in pages:
            for each in page.get("Contents", []):
                yield str(bucket["Name"]), str(each["Key"])


def _in_log(world: World, group: str) -> Answer:
    logs, known = world.stack.aws("logs"), secrets(world)
    for text in messages(logs, group):
        if shown(text, known):
            return Answer(SHOWN, {}, f"{group} has a secret")
    return Answer(CLEAN, {}, "")


def messages(logs: Any, group: str, since: int = 0) -> Iterator[str]:
    """The lines of a log group."""
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group, startTime=since)
    for page in pages:
        for event in page["events"]:
            yield str(event["message"])


def _in_object(world: World, bucket: str, key: str) -> Answer:
    content = world.stack.aws("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
    has = _has(content, secrets(world))
    return Answer(SHOWN, {}, f"{key} has a secret") if has else Answer(CLEAN, {}, "")


def _in_files(world: World, path: Path) -> Answer:
    files = path.rglob("*") if path.is_dir() else [path]
    for file in files:
        if file.is_file() and _has(file.read_bytes(), secrets(world)):
            return Answer(SHOWN, {}, f"{file} has a secret")
    return Answer(CLEAN, {}, "")


def _has(content: bytes, known: Iterable[str]) -> bool:

    parts = [content]
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = [package.read(name) for name in package.namelist()]
    return any(each.encode() in part for part in parts for each in known)
