"""Takes out of the installed dependencies what no function reads at run time."""

import json
import shutil
from pathlib import Path

# Of each service, botocore reads these; examples are for documentation.
SERVICE_FILES = ("service-2", "endpoint-rule-set-1", "paginators-1", "waiters-2")
USELESS_FOLDERS = {"tests", "test", "__pycache__"}
USELESS_SUFFIXES = {".pyi", ".c", ".h", ".pxd", ".pyx"}


def prune(folder: Path, aws_services: set[str]) -> None:
    """Leave what is imported and, of botocore's data, the services in use."""
    shutil.rmtree(folder / "bin", ignore_errors=True)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and (path.name in USELESS_FOLDERS or path.suffix == ".dist-info"):
            shutil.rmtree(path, ignore_errors=True)
        elif path.is_file() and (path.suffix in USELESS_SUFFIXES or path.name == "py.typed"):
            path.unlink(missing_ok=True)
    if (folder / "botocore").is_dir():
        _prune_botocore(folder / "botocore" / "data", aws_services)
    shutil.rmtree(folder / "boto3" / "data", ignore_errors=True)  # of boto3.resource, which is slow
    shutil.rmtree(folder / "boto3" / "examples", ignore_errors=True)


def _prune_botocore(data: Path, aws_services: set[str]) -> None:
    for service in sorted(path for path in data.iterdir() if path.is_dir()):
        if service.name not in aws_services:
            shutil.rmtree(service)
            continue
        for file in sorted(path for path in service.rglob("*") if path.is_file()):
            if not file.name.startswith(SERVICE_FILES):
                file.unlink()
    _trim_endpoints(data / "endpoints.json", aws_services)


def _trim_endpoints(path: Path, aws_services: set[str]) -> None:
    """Only the standard partition, and in it only the services in use."""
    endpoints = json.loads(path.read_text(encoding="utf-8"))
    partitions = [each for each in endpoints["partitions"] if each["partition"] == "aws"]
    for partition in partitions:
        partition["services"] = {
            name: held for name, held in partition["services"].items() if name in aws_services
        }
    text = json.dumps({**endpoints, "partitions": partitions}, separators=(",", ":"))
    path.unlink()  # never write into a file that a package manager's cache may share
    path.write_text(text, encoding="utf-8")
