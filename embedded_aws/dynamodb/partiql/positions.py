"""NextToken of ExecuteStatement: the place where the next page of the same statement starts."""

import base64
import binascii
import hashlib
import json
from typing import Any

from embedded_aws.dynamodb.errors import ValidationError
from embedded_aws.dynamodb.values.attributes import Values

type Body = dict[str, Any]


def token(request: Body, key: Values) -> str:
    """The token of the page behind this key."""
    text = json.dumps({"of": _digest(request), "key": key})
    return base64.b64encode(text.encode()).decode()


def start(request: Body) -> Values | None:
    """The key behind which the page starts; None for the first page."""
    given = request.get("NextToken")
    if given is None:
        return None
    try:
        content = json.loads(base64.b64decode(given, validate=True))
        of, key = content["of"], content["key"]
    except (binascii.Error, ValueError, KeyError, TypeError) as error:
        raise ValidationError("Invalid NextToken") from error
    if of != _digest(request):
        raise ValidationError("NextToken does not match request")
    return dict(key)


def _digest(request: Body) -> str:
    same = [request["Statement"], request.get("Parameters")]
    return hashlib.sha256(json.dumps(same, sort_keys=True).encode()).hexdigest()
