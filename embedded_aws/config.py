"""Where the embedded AWS listens and where it keeps its data."""

import os
from dataclasses import dataclass
from pathlib import Path

ACCOUNT_ID = "123456789012"
REGION = "eu-central-1"
HOST = "127.0.0.1"
FOLDER = Path(__file__).parent
"""This package's own folder, with its requirements."""


@dataclass(frozen=True)
class LocalConfig:
    """Ports and folder of one embedded AWS."""

    aws_port: int
    api_port: int
    directory: Path

    @classmethod
    def read(cls) -> "LocalConfig":
        """From AWS_PORT, API_PORT and LOCAL_DIR, or their defaults."""
        return cls(
            aws_port=int(os.environ.get("AWS_PORT", "4566")),
            api_port=int(os.environ.get("API_PORT", "8080")),
            directory=Path(os.environ.get("LOCAL_DIR", ".local")).resolve(),
        )

    @property
    def aws_endpoint(self) -> str:
        """What AWS_ENDPOINT_URL must be."""
        return f"http://{HOST}:{self.aws_port}"

    @property
    def variables(self) -> dict[str, str]:
        """What a process needs to find it: what `read` reads."""
        return {
            "AWS_PORT": str(self.aws_port),
            "API_PORT": str(self.api_port),
            "LOCAL_DIR": str(self.directory),
        }

    @property
    def snapshot(self) -> Path:
        """The one file that holds all state."""
        return self.directory / "snapshot.pickle"

    @property
    def log(self) -> Path:
        """What the server in the background prints."""
        return self.directory / "aws.log"

    @property
    def pid(self) -> Path:
        """The process id of the running server; locked while it runs."""
        return self.directory / "aws.pid"
