"""The table's consumers: parameters and API keys, as terraform/modules/consumers creates them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

OWNER = "ownersclient000000000000"
OTHER = "othersclient000000000000"
DISABLED = "disabledclient0000000000"
LATELY_DISABLED = "latelydisabled0000000000"
PEOPLE = "webappofpeople0000000000"
PATH, GROUPS = "/callers/consumers", "/callers/groups"


class Consumers:
    """Registers consumers in Parameter Store, each with a key in one usage plan."""

    def __init__(self, ssm: Any, apigateway: Any, api_id: str, stage: str) -> None:
        self._ssm = ssm
        self._apigateway = apigateway
        place = {"apiId": api_id, "stage": stage}
        self._plan = apigateway.create_usage_plan(name="callers", apiStages=[place])["id"]

    def fill(self) -> None:
        """Register all consumers; the one to disable later is enabled."""
        self._add(OWNER, "owner")
        self._add(OTHER, "other")
        self._add(LATELY_DISABLED, "late")
        self._add(PEOPLE, None, kind="people")
        self._add(DISABLED, "disabled")
        self.disable(DISABLED, "disabled")

    def tell_groups(self, table: Mapping[str, Sequence[str]]) -> None:
        """Write the scopes by group, as terraform/gateway/groups.tf merges them."""
        self._ssm.put_parameter(Name=GROUPS, Value=json.dumps(table), Type="String")

    def disable(self, client: str, tenant: str) -> None:
        """Disable a consumer's parameter and key, as `enabled = false` does."""
        self._put(client, tenant, "machine", enabled=False)
        [key] = self._apigateway.get_api_keys(nameQuery=client)["items"]
        off = {"op": "replace", "path": "/enabled", "value": "false"}
        self._apigateway.update_api_key(apiKey=key["id"], patchOperations=[off])

    def _add(self, client: str, tenant: str | None, kind: str = "machine") -> None:
        self._put(client, tenant, kind, enabled=True)
        key = self._apigateway.create_api_key(name=client, value=client, enabled=True)["id"]
        self._apigateway.create_usage_plan_key(usagePlanId=self._plan, keyId=key, keyType="API_KEY")

    def _put(self, client: str, tenant: str | None, kind: str, *, enabled: bool) -> None:
        known = {"name": client, "tenant": tenant, "kind": kind, "enabled": enabled, "tier": "gold"}
        name, value = f"{PATH}/{client}", json.dumps(known)
        self._ssm.put_parameter(Name=name, Value=value, Type="String", Overwrite=True)
