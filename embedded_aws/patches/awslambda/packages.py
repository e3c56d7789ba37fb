"""Code, layers and tags of a function, checked when it is created or changed.

Lambda API reference, CreateFunction; Lambda quotas.
"""

import base64
import binascii
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from moto.awslambda.exceptions import InvalidParameterValueException, LambdaClientError
from moto.awslambda.models import LambdaBackend

from embedded_aws.config import ACCOUNT_ID

LARGEST_UNZIPPED = 262_144_000
MOST_LAYERS, MOST_TAGS = 5, 50
NO_ZIP = "Could not unzip uploaded file. Please check your file, then try to upload again."


def install() -> None:
    """Patch moto; safe to call more than once."""
    backend: Any = LambdaBackend
    if getattr(backend, "checks_packages", False):
        return
    backend.checks_packages = True
    create, update, change = (
        backend.create_function,
        backend.update_function_code,
        backend.update_function_configuration,
    )

    def create_function(self: Any, spec: dict[str, Any]) -> Any:
        code = spec.get("Code") or {}
        if spec.get("PackageType", "Zip") == "Zip" and not {"ZipFile", "S3Key"} & set(code):
            raise _invalid("Please provide a source for function code.")
        _check_tags(spec.get("Tags") or {})
        _check_code(code)
        _check_layers(self, spec.get("Layers") or [])
        return create(self, spec)

    def update_function_code(self: Any, name: str, qualifier: str, body: dict[str, Any]) -> Any:
        _check_code(body)
        return update(self, name, qualifier, body)

    def update_function_configuration(
        self: Any, function_name: str, qualifier: str, body: dict[str, Any]
    ) -> Any:
        _check_layers(self, body.get("Layers") or [])
        return change(self, function_name, qualifier, body)

    backend.create_function = create_function
    backend.update_function_code = update_function_code
    backend.update_function_configuration = update_function_configuration


def _invalid(message: str) -> LambdaClientError:
    return InvalidParameterValueException(message)


def _check_code(code: Mapping[str, Any]) -> None:
    """Refuse a package that is none, or is too large unpacked."""
    if not code.get("ZipFile"):
        return
    try:
        content = base64.b64decode(code["ZipFile"])
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(each.file_size for each in archive.infolist())
    except (zipfile.BadZipFile, binascii.Error) as error:
        raise _invalid(NO_ZIP) from error
    if size >= LARGEST_UNZIPPED:
        raise _invalid(f"Unzipped size must be smaller than {LARGEST_UNZIPPED} bytes")


def _check_tags(tags: Mapping[str, str]) -> None:
    if len(tags) > MOST_TAGS:
        raise _invalid("Number of tags exceeds resource tag limit.")


def _check_layers(backend: Any, arns: Sequence[str]) -> None:
    if len(arns) > MOST_LAYERS:
        raise _invalid(f"Cannot reference more than {MOST_LAYERS} layers.")
    layers = [arn.rsplit(":", 1)[0] for arn in arns]
    twice = next((number for number, each in enumerate(layers) if each in layers[:number]), None)
    if twice is not None:
        one, other = arns[layers.index(layers[twice])], arns[twice]
        raise _invalid(
            "Two different versions of the same layer are not allowed to be referenced in the same "
            f"function. {one} and {other} are versions of the same layer."
        )
    for arn in arns:
        if backend.layers_versions_by_arn(arn) is None:
            raise _invalid(f"Layer version {arn} does not exist.{_way_out(arn)}")


def _way_out(arn: str) -> str:
    """A sentence for a layer of somebody else: none of those is on this machine."""
    if ACCOUNT_ID in arn.split(":"):
        return ""
    return (
        " The embedded AWS has no layers of other accounts: put the packages into the function's "
        "own, or publish them as a layer of this account."
    )
