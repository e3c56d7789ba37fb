"""Resource policies as they are shown (developer guide, "API Gateway resource policy examples").

A resource may be written as `execute-api:/stage/verb/path`; AWS shows the whole ARN, and a list of
one resource as a text (recorded on AWS).
"""

import json
from typing import Any

from embedded_aws.gateway.deployed.stored import Api

SHORT = "execute-api:/"


def whole(api: Api, policy: str) -> str:
    """The policy with whole ARNs in place of short resources."""
    if f'"{SHORT}' not in policy:
        return policy
    try:
        content = json.loads(policy)
        statements = content["Statement"]
        for each in statements if isinstance(statements, list) else [statements]:
            for name in {"Resource", "NotResource"} & set(each):
                each[name] = _whole(api, each[name])
    except (AttributeError, KeyError, TypeError, ValueError):
        return policy
    return json.dumps(content, separators=(",", ":"))


def _whole(api: Api, resource: Any) -> Any:
    if isinstance(resource, list):
        written = [_whole(api, each) for each in resource]
        return written[0] if len(written) == 1 else written
    if not str(resource).startswith(SHORT):
        return resource
    place = f"arn:aws:execute-api:{api.region}:{api.account_id}:{api.id}/"
    return place + str(resource).removeprefix(SHORT)
