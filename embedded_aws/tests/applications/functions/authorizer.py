"""An authorizer that knows two tokens."""

from typing import Any


def handle(event: dict[str, Any], context: object) -> dict[str, Any]:
    """The policy for the caller's token; an unknown token is nobody's."""
    del context
    effects = {"good": "Allow", "bad": "Deny"}
    if event["authorizationToken"] not in effects:
        raise Exception("Unauthorized")  # noqa: TRY002 - the word that API Gateway answers 401 to
    statement = {
        "Action": "execute-api:Invoke",
        "Effect": effects[event["authorizationToken"]],
        "Resource": event["methodArn"],
    }
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    return {"principalId": "ada", "policyDocument": policy}
