"""FlushStageCache and FlushStageAuthorizersCache, which moto lacks (API Gateway API reference)."""

import uuid
from typing import Any

from moto.apigateway.responses import APIGatewayResponse
from moto.apigateway.urls import url_paths

PATH = "{0}/restapis/(?P<api_id>[^/]+)/stages/(?P<stage_name>[^/]+)/cache/(?P<which>%s)/?$"
ACCEPTED = 202


def install() -> None:
    """Add both operations; moto finds a method by the operation's name in the URL's model."""
    APIGatewayResponse.flush_stage_cache = _flushed("data")
    APIGatewayResponse.flush_stage_authorizers_cache = _flushed("authorizers")
    for which in ("data", "authorizers"):
        url_paths[PATH % which] = APIGatewayResponse.dispatch


def _flushed(which: str) -> Any:
    def flush(self: Any) -> tuple[int, dict[str, str], str]:
        """Give the stage a new, empty cache."""
        api_id, stage_name = self.path.split("/")[2:5:2]
        stage = self.backend.get_stage(api_id, stage_name)
        attributes = vars(stage)
        attributes["flushed"] = {**attributes.get("flushed", {}), which: uuid.uuid4().hex}
        attributes["revision"] = uuid.uuid4().hex
        return ACCEPTED, {}, ""

    return flush
