"""Removes from the installed dependencies what no function reads at run time."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from tools.build.packages.service_model import trim_service

USELESS_FOLDERS = {"tests", "test", "__pycache__"}
USELESS_SUFFIXES = {".pyi", ".c", ".h", ".pxd", ".pyx"}


def prune(folder: Path) -> None:
    """Leave what is imported; of botocore's data, all that there is."""
    shutil.rmtree(folder / "bin", ignore_errors=True)
    (folder / ".lock").unlink(missing_ok=True)  # uv's
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and (path.name in USELESS_FOLDERS or path.suffix == ".dist-info"):
            shutil.rmtree(path, ignore_errors=True)
        elif path.is_file() and (path.suffix in USELESS_SUFFIXES or path.name == "py.typed"):
            path.unlink(missing_ok=True)
    shutil.rmtree(folder / "boto3" / "data", ignore_errors=True)  # of boto3.resource, which is slow
    shutil.rmtree(folder / "boto3" / "examples", ignore_errors=True)


def cut_data(data: Path, operations: Mapping[str, frozenset[str]], target: Path) -> None:
    """A copy of botocore's data with these operations of each AWS service, and no others."""
    target.mkdir(parents=True)
    for path in sorted(path for path in data.iterdir() if path.is_file()):
        shutil.copyfile(path, target / path.name)
    for service in sorted(operations):
        shutil.copytree(data / service, target / service)
        trim_service(target / service, operations[service])
    _trim_endpoints(target / "endpoints.json", set(operations))


def _trim_endpoints(path: Path, aws_services: set[str]) -> None:
    """Keep the standard partition alone, and in it the services in use."""
    endpoints = json.loads(path.read_text(encoding="utf-8"))
    partitions = [each for each in endpoints["partitions"] if each["partition"] == "aws"]
    for partition in partitions:
        partition["services"] = {
            name: endpoint
            for name, endpoint in partition["services"].items()
            if name in aws_services
        }
    text = json.dumps({**endpoints, "partitions": partitions}, separators=(",", ":"))
    path.write_text(text, encoding="utf-8")
