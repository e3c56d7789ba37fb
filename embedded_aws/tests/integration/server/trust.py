"""The trust policy of a role that functions have."""

import json

_FUNCTIONS = {
    "Effect": "Allow",
    "Principal": {"Service": "lambda.amazonaws.com"},
    "Action": "sts:AssumeRole",
}
TRUST = json.dumps({"Version": "2012-10-17", "Statement": [_FUNCTIONS]})
