"""A tree with the sample service and the platform's own alone, for tests of tools."""

import shutil
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests/samples/parcels"
NAME = "parcels"
PLATFORM = ("authorizer", "smoke")
SHARED = ("shared", "requirements", "tools", "embedded_aws")

PARCEL_ID = "par_01JDGQ6T5XKZ9V8B7N6M5P4R3S"
READ: dict[str, Any] = {
    "httpMethod": "GET",
    "resource": "/parcels/{parcelId}",
    "path": f"/parcels/{PARCEL_ID}",
    "pathParameters": {"parcelId": PARCEL_ID},
    "headers": {},
    "requestContext": {
        "requestId": "r",
        "authorizer": {
            "subject": "a",
            "client_id": "a",
            "tenant": "acme",
            "kind": "machine",
            "scopes": "parcels/read",
        },
    },
}
"""The gateway's event for a parcel."""
ANSWERS: dict[str, Any] = {"GetItem": {"Item": {"grams": {"N": "1200"}}}}
"""DynamoDB's answer to it."""


def with_sample(folder: Path) -> Path:
    """The folder, with the sample service and what it needs of this repository."""
    services = folder / "services"
    services.mkdir(parents=True)
    shutil.copy(ROOT / "services/__init__.py", services)
    ignored = shutil.ignore_patterns("__pycache__")
    for source in (SAMPLE / "services" / NAME, *(ROOT / "services" / each for each in PLATFORM)):
        shutil.copytree(source, services / source.name, ignore=ignored)
    for name in SHARED:
        (folder / name).symlink_to(ROOT / name)
    return folder
