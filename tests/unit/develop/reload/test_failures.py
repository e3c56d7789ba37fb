"""Lambda's report of a failed init, with the place in our code added."""

from typing import Any

import pytest

from tools.develop.reload.failures import sentence_of

MODULES = {
    "services/parcels/main.py": "import boto3\n\nfrom services.parcels.model import Order\n",
    "services/parcels/model.py": "import no_such.part\n\nfrom shared.ids import gone, new\n",
}


def failure(kind: str, message: str, *trace: str) -> dict[str, Any]:
    return {"errorType": kind, "errorMessage": message, "stackTrace": list(trace)}


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (
            failure(
                "Runtime.ImportModuleError",
                "Unable to import module 'services.parcels.main': No module named 'no_such'",
            ),
            "services/parcels/model.py, line 1: Runtime.ImportModuleError: "
            "No module named 'no_such'",
        ),
        (
            failure(
                "Runtime.ImportModuleError",
                "Unable to import module 'services.parcels.main': "
                "cannot import name 'gone' from 'shared.ids' (/x/shared/ids.py)",
            ),
            "services/parcels/model.py, line 3: Runtime.ImportModuleError: "
            "cannot import name 'gone' from 'shared.ids' (/x/shared/ids.py)",
        ),
        (
            failure(
                "ValueError",
                "no good",
                '  File "/local/functions/a+b/services/parcels/main.py", line 3, in <module>\n',
                '  File "/local/functions/a+b/shared/ids.py", line 7, in new\n    raise\n',
                '  File "/local/functions/a+b/boto3/session.py", line 9, in client\n',
            ),
            "shared/ids.py, line 7: ValueError: no good",
        ),
        (
            failure("Sandbox.Timedout", "RequestId: 1-2 Error: Init phase timed out"),
            "Sandbox.Timedout: Init phase timed out",
        ),
        (
            failure("Runtime.ImportModuleError", "No module named 'elsewhere'"),
            "Runtime.ImportModuleError: No module named 'elsewhere'",
        ),
    ],
)
def test_a_failed_init_is_told_in_one_line_with_its_place(said: dict[str, Any], line: str) -> None:
    assert sentence_of(said, MODULES) == line
