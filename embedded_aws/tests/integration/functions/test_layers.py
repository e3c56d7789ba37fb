"""The modules of layers, in Lambda's order."""

import base64
import hashlib
import json
from dataclasses import replace

import pytest

from embedded_aws.functions.model import Layer
from embedded_aws.tests.integration.functions.conftest import Lambda, deployed, zipped
from embedded_aws.tests.integration.functions.test_functions import invoked, run


def layer(text: str, name: str = "python/lib.py") -> Layer:
    code = zipped(text, name)
    return Layer(code, base64.b64encode(hashlib.sha256(code).digest()).decode())


USES_A_LAYER = "import lib\ndef handle(event, context):\n    return lib.N\n"
PACKAGES = "python/lib/python3.13/site-packages/lib.py"


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ([layer("N = 1\n")], 1),
        ([layer("N = 1\n"), layer("N = 2\n")], 2),
        ([layer("N = 1\n", PACKAGES), layer("N = 2\n")], 1),
        ([layer("N = 1\n"), layer("other = 1\n", "python/other.py")], 1),
    ],
)
def test_modules_of_layers_are_found_in_lambdas_order(
    local_lambda: Lambda, layers: list[Layer], expected: int
) -> None:
    [answer] = run(invoked(local_lambda, deployed(USES_A_LAYER, layers=tuple(layers)), {}))

    assert json.loads(answer.payload) == expected


def test_the_functions_own_modules_come_before_its_layers(local_lambda: Lambda) -> None:
    function = deployed("N = 1\ndef handle(event, context):\n    return N\n")
    over = replace(function, layers=(layer("N = 2\n", "python/main.py"),))

    [answer] = run(invoked(local_lambda, over, {}))

    assert json.loads(answer.payload) == 1
