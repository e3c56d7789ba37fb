"""The logs of an environment: the laptop's Parquet files through DuckDB, or an account's Athena."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from botocore.exceptions import ClientError

from embedded_aws import LocalConfig
from shared.product import NAME
from tools.command import CommandError
from tools.deploy.where.environment import named
from tools.deploy.where.place import Place
from tools.insights.questions.athena import Athena
from tools.insights.questions.logs import TABLES, Answer, opened
from tools.insights.questions.question import Question

CONTRACTS = "*/openapi.json"


class Answering(Protocol):
    """Anything that answers questions."""

    def ask(self, question: Question) -> Answer:
        """The answer to one question."""


@contextmanager
def logs_of(environment: str) -> Iterator[Answering]:
    """The logs of the environment; CommandError when there are none to ask."""
    place = named(environment).primary
    place.check_reachable()
    tables = _tables(place)
    if not place.cloud.is_this_machines:
        yield Athena(place.client("athena"), database_of(place), workgroup_of(place), routes())
        return
    with tempfile.TemporaryDirectory(prefix="insights-") as folder:
        files = {name: _fetched(place, table, Path(folder)) for name, table in tables.items()}
        if not files[TABLES[0]]:
            raise CommandError(
                "there are no lines in the logs yet: call the API, or `make traffic`, and ask "
                "again in a minute, when they have been delivered"
            )
        columns = {
            name: [each["Name"] for each in table["StorageDescriptor"]["Columns"]]
            for name, table in tables.items()
        }
        with opened(files, columns, routes()) as logs:
            yield logs


def database_of(place: Place) -> str:
    """The database of the environment's logs in Glue and Athena."""
    return f"{NAME}_{place.environment.name}".replace("-", "_")


def workgroup_of(place: Place) -> str:
    """The Athena workgroup of the environment."""
    return f"{NAME}-{place.environment.name}"


def routes(services: Path = Path("services")) -> list[str]:
    """The routes of the committed contracts: `GET /orders`."""
    return sorted(
        f"{verb.upper()} {address}"
        for path in services.glob(CONTRACTS)
        for address, item in json.loads(path.read_text(encoding="utf-8"))["paths"].items()
        for verb, operation in item.items()
        if isinstance(operation, dict) and "responses" in operation
    )


def consumers(environment: str) -> dict[str, str]:
    """Names of the laptop's consumers by client id; other environments tell none."""
    outputs = LocalConfig.read().directory / "outputs.json"
    if not named(environment).cloud.is_this_machines or not outputs.exists():
        return {}
    known = json.loads(outputs.read_text(encoding="utf-8"))["consumers"]
    return {each["client_id"]: name for name, each in known.items()}


def _tables(place: Place) -> dict[str, Any]:
    glue, database = place.client("glue"), database_of(place)
    try:
        return {name: glue.get_table(DatabaseName=database, Name=name)["Table"] for name in TABLES}
    except ClientError as error:
        if error.response["Error"]["Code"] != "EntityNotFoundException":
            raise
        raise CommandError(
            f"{place.name} has no tables of logs (Glue database {database}); give the environment "
            f"`access_logs` in its values and deploy the platform: {place.cloud.deployed_by}"
        ) from error


def _fetched(place: Place, table: Any, folder: Path) -> list[str]:
    """Copies of the table's files, in folders by its partitions."""
    s3 = place.client("s3")
    bucket, _, prefix = table["StorageDescriptor"]["Location"].removeprefix("s3://").partition("/")
    files = []
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        for each in page.get("Contents", ()):
            target = folder / each["Key"]
            target.parent.mkdir(parents=True, exist_ok=True)
            s3.download_file(bucket, each["Key"], str(target))
            files.append(str(target))
    return files
