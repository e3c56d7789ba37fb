"""Removes from the installed dependencies what no function reads at run time."""

import json
import shutil
from pathlib import Path

from tools.build.packages.service_model import trim_service
from tools.build.packages.usage import Usage

USELESS_FOLDERS = {"tests", "test", "__pycache__"}
USELESS_SUFFIXES = {".pyi", ".c", ".h", ".pxd", ".pyx"}


def prune(folder: Path, usage: Usage, *, botocore_data: bool) -> None:
    """Keep the imported packages, and of botocore's data the operations in use."""
    shutil.rmtree(folder / "bin", ignore_errors=True)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and (path.name in USELESS_FOLDERS or path.suffix == ".dist-info"):
            shutil.rmtree(path, ignore_errors=True)
        elif path.is_file() and (path.suffix in USELESS_SUFFIXES or path.name == "py.typed"):
            path.unlink(missing_ok=True)
    for name in sorted(usage.unused):
        shutil.rmtree(folder / name.replace(".", "/"), ignore_errors=True)
    if botocore_data and (folder / "botocore").is_dir():
        _prune_botocore(folder / "botocore" / "data", usage)
    shutil.rmtree(folder / "boto3" / "data", ignore_errors=True)  # of boto3.resource, which is slow
    shutil.rmtree(folder / "boto3" / "examples", ignore_errors=True)


def _prune_botocore(data: Path, usage: Usage) -> None:
    for service in sorted(path for path in data.iterdir() if path.is_dir()):
        if service.name in usage.operations:
            trim_service(service, usage.operations[service.name])
        else:
            shutil.rmtree(service)
    _trim_endpoints(data / "endpoints.json", set(usage.operations))


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
    path.unlink()  # never write into a file that a package manager's cache may share
    path.write_text(text, encoding="utf-8")
