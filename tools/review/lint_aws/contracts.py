"""The services' published contracts."""

import json
from pathlib import Path

from tools.build.contracts.documents import published_file, services_with_routes
from tools.review.lint_aws.model import Document, Subject


def read() -> Subject:
    """Every service's contract, generated anew as API Gateway imports it; else CommandError."""
    files = [published_file(service) for service in services_with_routes()]
    return Subject((), tuple(_document(path) for path in files))


def _document(path: Path) -> Document:
    return Document(str(path), json.loads(path.read_text(encoding="utf-8")))
