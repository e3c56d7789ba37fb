"""The addresses that the portal's pages and examples name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from embedded_aws import HOST, LocalConfig
from tools.command import CommandError

DOCS = "/docs"


@dataclass(frozen=True)
class Addresses:
    """The API and the token endpoint: for examples, and for the page's own requests.

    Without addresses the examples read them from variables, and the page requests nothing.
    """

    api: str = ""
    token: str = ""
    page_api: str = ""
    page_token: str = ""

    def __post_init__(self) -> None:
        for name, address in (("api_url", self.api), ("token_url", self.token)):
            if address and not address.startswith(("https://", f"http://{HOST}")):
                raise CommandError(f"portal.{name} = {address} does not begin with https://")
        if bool(self.api) != bool(self.token):
            raise CommandError("the portal names both api_url and token_url, or none of them")

    @classmethod
    def here(cls, config: LocalConfig) -> "Addresses":
        """Of this machine's stack, which serves the page and the API from one origin."""
        return cls(
            api=f"http://{HOST}:{config.api_port}/v1",
            token=f"{config.aws_endpoint}/oauth2/token",
            page_api="/v1",
            page_token=f"{DOCS}/token",
        )

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Addresses":
        """Of an environment's `portal`."""
        return cls(values.get("api_url") or "", values.get("token_url") or "")

    @property
    def for_page(self) -> dict[str, str]:
        """The addresses of the page's own requests; empty ones leave its forms out."""
        return {"api": self.page_api or self.api, "token": self.page_token or self.token}
