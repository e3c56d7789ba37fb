"""Ports and data folder of the embedded AWS."""

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
    """Ports and data folder of one embedded AWS."""

    aws_port: int
    api_port: int
    directory: Path

    @classmethod
    def read(cls) -> "LocalConfig":
        """The configuration from AWS_PORT, API_PORT and LOCAL_DIR, or their defaults."""
        return cls(
            aws_port=int(os.environ.get("AWS_PORT", "4566")),
            api_port=int(os.environ.get("API_PORT", "8080")),
            directory=Path(os.environ.get("LOCAL_DIR", ".local")).resolve(),
        )

    @property
    def aws_endpoint(self) -> str:
        """The value for AWS_ENDPOINT_URL."""
        return f"http://{HOST}:{self.aws_port}"

    @property
    def api_endpoint(self) -> str:
        """The address of all deployed APIs."""
        return f"http://{HOST}:{self.api_port}"

    @property
    def console(self) -> str:
        """The address of the page that shows what passes through."""
        return f"{self.aws_endpoint}/_local/console/"

    @property
    def portal(self) -> Path:
        """The folder whose files are served at /docs beside the APIs, if it is there."""
        return self.directory / "portal"

    @property
    def variables(self) -> dict[str, str]:
        """The environment variables from which another process can `read` this configuration."""
        return {
            "AWS_PORT": str(self.aws_port),
            "API_PORT": str(self.api_port),
            "LOCAL_DIR": str(self.directory),
        }

    @property
    def snapshot(self) -> Path:
        """The file that holds all state but the latest changes."""
        return self.directory / "snapshot.pickle"

    def journals(self) -> list[Path]:
        """Changes since a snapshot, a file for each snapshot that has some."""
        return list(self.directory.glob("journal-*"))

    @property
    def log(self) -> Path:
        """The output of the server in the background."""
        return self.directory / "aws.log"

    @property
    def pid(self) -> Path:
        """The file with the running server's process id; locked while it runs."""
        return self.directory / "aws.pid"
