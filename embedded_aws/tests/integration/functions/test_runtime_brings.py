"""The boto3 that a Python runtime brings, and the lines that it logs as text."""

import io
import json
import zipfile

from embedded_aws.tests.integration.functions.conftest import Lambda, Lines, deployed
from embedded_aws.tests.integration.functions.test_functions import invoked, run

CLIENT = """
import boto3, botocore, os
def handle(event, context):
    region = boto3.client("dynamodb").meta.region_name
    return [region, os.path.dirname(os.path.dirname(boto3.__file__))]
"""
OWN = "import boto3\ndef handle(event, context): return boto3.__version__\n"
LOGS = """
import logging
def handle(event, context):
    try:
        1 / 0
    except ZeroDivisionError:
        logging.getLogger().exception("no luck")
"""


def package(**modules: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, source in modules.items():
            archive.writestr(f"{name}.py", source)
    return buffer.getvalue()


def test_a_package_without_boto3_gets_the_runtimes(local_lambda: Lambda) -> None:
    [answer] = run(invoked(local_lambda, deployed(CLIENT), {}))

    region, folder = json.loads(answer.payload)
    assert region == "eu-central-1"
    assert folder.endswith("/sdk")


def test_a_packages_own_boto3_counts(local_lambda: Lambda) -> None:
    code = package(main=OWN, boto3="__version__ = 'ours'")

    [answer] = run(invoked(local_lambda, deployed("", code=code, code_sha256="b3du"), {}))

    assert json.loads(answer.payload) == "ours"


def test_a_logged_traceback_is_whole(local_lambda: Lambda, lines: Lines) -> None:
    run(invoked(local_lambda, deployed(LOGS), {}))

    texts = [each for each in lines.messages if each]
    assert "Traceback (most recent call last):" in texts
    assert texts.index("ZeroDivisionError: division by zero") < len(texts) - 2
    assert texts[-2].startswith("END RequestId")
