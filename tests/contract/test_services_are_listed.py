"""The list of the embedded AWS's services is what its code says."""

import subprocess
import sys
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs" / "local-aws-services.md"


def test_the_list_of_services_is_the_codes() -> None:
    command = [sys.executable, "-m", "embedded_aws", "services"]

    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert DOCUMENT.read_text(encoding="utf-8") == said, "run `make aws-services`"
