"""A function that tells what it was asked, and where it runs."""

import json
import os
from typing import Any


def handle(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answer one request of an API."""
    del context
    answer = {
        "path": event["path"],
        "version": os.environ["VERSION"],
        "region": os.environ["AWS_REGION"],
        "variables": event["stageVariables"],
        "principal": (event["requestContext"].get("authorizer") or {}).get("principalId"),
    }
    return {"statusCode": 200, "body": json.dumps(answer)}
