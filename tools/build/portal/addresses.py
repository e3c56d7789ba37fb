"""The addresses that the portal's pages and examples name."""

from dataclasses import dataclass

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
        for name, address in (("API_URL", self.api), ("TOKEN_URL", self.token)):
            if address and not address.startswith(("https://", f"http://{HOST}")):
                raise CommandError(f"{name}={address} is no address that begins with https://")
        if bool(self.api) != bool(self.token):
            raise CommandError(
                "name both addresses, or none: API_URL=https://… TOKEN_URL=https://…"
            )

    @classmethod
    def here(cls, config: LocalConfig) -> "Addresses":
        """Of this machine's stack, which serves the page and the API from one origin."""
        return cls(
            api=f"http://{HOST}:{config.api_port}/v1",
            token=f"{config.aws_endpoint}/oauth2/token",
            page_api="/v1",
            page_token=f"{DOCS}/token",
        )

    @property
    def for_page(self) -> dict[str, str]:
        """The addresses of the page's own requests; empty ones leave its forms out."""
        return {"api": self.page_api or self.api, "token": self.page_token or self.token}
