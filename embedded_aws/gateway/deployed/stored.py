"""The stored objects of API Gateway, in the form of its answers.

The control plane writes them and the data plane reads them. A snapshot of the server stores them,
so a renamed class or attribute needs a default for what earlier snapshots have.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

type Json = dict[str, Any]


@dataclass
class Stage:
    """A stage: GetStage's answer, and what changes whenever it is compiled anew."""

    settings: Json
    revision: str = ""
    flushed: dict[str, str] = field(default_factory=dict)

    @property
    def deployment_id(self) -> str:
        """The deployment that it serves."""
        return str(self.settings["deploymentId"])

    @property
    def web_acl_arn(self) -> str | None:
        """The associated web ACL; WAF sets it."""
        arn: str | None = self.settings.get("webAclArn")
        return arn

    @web_acl_arn.setter
    def web_acl_arn(self, arn: str | None) -> None:
        self.settings.pop("webAclArn", None)
        if arn:
            self.settings["webAclArn"] = arn

    def to_json(self) -> Json:
        """GetStage's answer."""
        return self.settings


@dataclass
class Deployment:
    """A deployment: GetDeployment's answer, and the API's content at that time."""

    settings: Json
    snapshot: Json


@dataclass
class Api:
    """A REST API: GetRestApi's answer, and everything in it by id or name."""

    settings: Json
    account_id: str
    region: str
    resources: dict[str, Json] = field(default_factory=dict)
    authorizers: dict[str, Json] = field(default_factory=dict)
    models: dict[str, Json] = field(default_factory=dict)
    request_validators: dict[str, Json] = field(default_factory=dict)
    gateway_responses: dict[str, Json] = field(default_factory=dict)
    documentation_parts: dict[str, Json] = field(default_factory=dict)
    documentation_versions: dict[str, Json] = field(default_factory=dict)
    deployments: dict[str, Deployment] = field(default_factory=dict)
    stages: dict[str, Stage] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The API's id."""
        return str(self.settings["id"])

    @property
    def name(self) -> str:
        """The API's present name."""
        return str(self.settings["name"])

    @property
    def create_date(self) -> int:
        """When it was created, in Unix time."""
        return int(self.settings["createdDate"])

    @property
    def root(self) -> Json:
        """The resource `/`."""
        return self.resources[self.settings["rootResourceId"]]


@dataclass
class Store:
    """Everything of one account in one region."""

    apis: dict[str, Api] = field(default_factory=dict)
    keys: dict[str, Json] = field(default_factory=dict)
    usage_plans: dict[str, Json] = field(default_factory=dict)
    usage_plan_keys: dict[str, dict[str, Json]] = field(default_factory=dict)
    domain_names: dict[str, Json] = field(default_factory=dict)
    base_path_mappings: dict[str, dict[str, Json]] = field(default_factory=dict)
    vpc_links: dict[str, Json] = field(default_factory=dict)
    client_certificates: dict[str, Json] = field(default_factory=dict)
    account: Json = field(default_factory=dict)
    used: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)
    """The requests used: plan id → key id → ISO date → requests."""


def store_of(backend: Any) -> Store:
    """The store in one of moto's backends, made on first use."""
    attributes = vars(backend)
    if "store" not in attributes:
        attributes["store"] = _made(attributes)
    store: Store = attributes["store"]
    return store


def _made(attributes: Mapping[str, Any]) -> Store:
    """A new store, or one with what moto's backend had when it was in a snapshot."""
    if not any(attributes.get(name) for name in ("apis", "keys", "usage_plans", "account")):
        return Store()
    from embedded_aws.gateway.deployed import earlier  # noqa: PLC0415 - it imports this module

    return earlier.converted(attributes)


def snapshot(api: Api, deployment_id: str) -> Mapping[str, Any]:
    """Everything of the API that a deployment has, not yet copied."""
    settings = api.settings
    return {
        "id": api.id,
        "deployment_id": deployment_id,
        "account_id": api.account_id,
        "region": api.region,
        "settings": settings,
        "resources": list(api.resources.values()),
        "authorizers": list(api.authorizers.values()),
        "models": list(api.models.values()),
        "request_validators": list(api.request_validators.values()),
        "gateway_responses": list(api.gateway_responses.values()),
        "documentation_parts": list(api.documentation_parts.values()),
        "binary_media_types": settings.get("binaryMediaTypes") or [],
        "minimum_compression_size": settings.get("minimumCompressionSize"),
        "api_key_source": settings.get("apiKeySource"),
        "policy": settings.get("policy"),
    }
