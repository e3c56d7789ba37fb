"""Logs of two weeks: where Terraform's tables look for them in an embedded AWS, and for DuckDB."""

import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from embedded_aws import Target, serving
from tools.deploy.terraform.cli import run_environment
from tools.insights.questions.athena import Athena
from tools.insights.questions.logs import TABLES, Logs, opened
from tools.measure.insights.logs import columns, files_in, written

ROOT = Path(__file__).parents[3]
SEED, LINES = 23, 20_000
MAIN = """
provider "aws" { region = "eu-central-1" }

module "access_logs" {
  source   = "../modules/access_logs"
  for_each = toset(["shop-test", "odd-test"])

  name                     = each.key
  account_id               = "123456789012"
  key_arn                  = "arn:aws:kms:eu-central-1:123456789012:key/logs"
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
  protect_data             = false
  keep_days                = 0
}
"""
PARQUET = "FORMAT parquet"
FORMS = {"web_acl_log_lines": "FORMAT json, COMPRESSION gzip, FILE_EXTENSION 'json.gz'"}
"""The forms in which Firehose writes, where it is not Parquet."""
PARTS = ("analytics", "terraform/modules", "terraform/shared")


@dataclass(frozen=True)
class Lake:
    """Lines that both Athena and DuckDB read."""

    athena: Athena
    duckdb: Logs


@pytest.fixture(scope="session")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """An AWS with the streams, tables and views of Terraform's module, twice."""
    folder = tmp_path_factory.mktemp("account")
    with serving(folder / "aws") as target:
        _apply(folder / "tree", target.config.aws_endpoint)
        yield target


@pytest.fixture(scope="session")
def lake(account: Target, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    """Lines with planted behaviours, where Athena and DuckDB look for them."""
    folder = tmp_path_factory.mktemp("lake")
    _write(folder)
    _upload(account.client("s3"), folder / "lines")
    with opened(files_in(folder / "lines"), columns()) as logs:
        yield Lake(asking(account, "shop-test"), logs)


def asking(account: Target, name: str) -> Athena:
    """The client of `make insights` for one of the two."""
    database = name.replace("-", "_")
    return Athena(account.client("athena"), database, name, poll_seconds=0.02)


def _write(folder: Path) -> None:
    """A file for each table and day: what a file has makes no difference to an answer."""
    (folder / "whole").mkdir()
    (folder / "lines").mkdir()
    with written(folder / "whole", SEED, LINES, planted=True):
        for table in TABLES:
            form = FORMS.get(table, PARQUET)
            duckdb.execute(
                f"COPY (SELECT * REPLACE ('12' AS hour) FROM '{folder}/whole/{table}.parquet') "
                f"TO '{folder}/lines/{table}' ({form}, PARTITION_BY (day, hour))"
            )


def _apply(tree: Path, endpoint: str) -> None:
    """Make the tables and views by the module itself, in a copy of what it reads."""
    for each in PARTS:
        shutil.copytree(ROOT / each, tree / each, symlinks=True)
    folder = tree / "terraform/logs"
    folder.mkdir()
    (folder / "main.tf").write_text(MAIN, encoding="utf-8")
    shutil.copy(ROOT / "terraform/shared/providers.lock.hcl", folder / ".terraform.lock.hcl")
    keys = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
    inherited = {name: each for name, each in run_environment().items() if "AWS" not in name}
    environment = {**inherited, **keys, "AWS_ENDPOINT_URL": endpoint}
    for command in (["init", "-input=false"], ["apply", "-auto-approve", "-input=false"]):
        done = subprocess.run(
            ["terraform", f"-chdir={folder}", *command],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]


def _upload(s3: Any, folder: Path) -> None:
    files = sorted(each for each in folder.rglob("*.*") if each.is_file())

    def put(file: Path) -> None:
        s3.upload_file(str(file), "shop-test-logs-123456789012", str(file.relative_to(folder)))

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(put, files))
