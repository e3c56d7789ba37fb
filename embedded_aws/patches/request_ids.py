"""The request id of an answer, which is a UUID on AWS and a long word in moto."""

import uuid
from typing import Any

from moto.core import responses


def install() -> None:
    """Give every answer a UUID."""

    def request_id(headers: dict[str, Any] | None = None) -> str:
        number = str(uuid.uuid4())
        if isinstance(headers, dict):
            headers["x-amzn-requestid"] = number
        return number

    responses.gen_amzn_requestid_long = request_id
