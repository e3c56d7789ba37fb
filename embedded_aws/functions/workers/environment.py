"""A worker's environment: Lambda's variables, the role's credentials, the function's variables."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from moto.sts.models import sts_backends

from embedded_aws.functions.model import DeployedFunction
from embedded_aws.functions.platform_lines import Logging
from embedded_aws.state.changes import changing

SESSION_SECONDS = 12 * 3600
START = Path(__file__).parents[1] / "runtimes" / "start.py"


def environment_of(
    function: DeployedFunction,
    paths: Sequence[Path],
    runtime: Sequence[Path],
    extra: Mapping[str, str],
) -> dict[str, str]:
    """Lambda's variables, then the function's own, then those for this machine.

    Python's path has the function's folders, its own code first, then the runtime's.
    """
    own = function.environment
    return {
        "AWS_DEFAULT_REGION": function.region,
        "AWS_REGION": function.region,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.runtime}",
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_VERSION": function.version,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_mb),
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_XRAY_DAEMON_ADDRESS": "127.0.0.1:2000",  # nobody listens: traces end here
        "AWS_LAMBDA_LOG_GROUP_NAME": function.log_group,
        **_log_controls(function.logging),
        "LAMBDA_TASK_ROOT": str(paths[0]),
        "LAMBDA_RUNTIME_DIR": str(runtime[0]),
        "LANG": "en_US.UTF-8",
        "PATH": os.defpath,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
        "TZ": ":UTC",
        "_HANDLER": function.handler,
        **_credentials(function),
        **own,
        **extra,
        "PYTHONPATH": ":".join(
            filter(None, (*map(str, [*paths, *runtime]), own.get("PYTHONPATH")))
        ),
    }


def command_of(function: DeployedFunction, python: str) -> list[str]:
    """The command: Python without the host's packages, starting AWS's runtime interface client."""
    return [python, "-S", "-s", str(START), function.handler]


def _log_controls(logging: Logging) -> dict[str, str]:
    level = {"AWS_LAMBDA_LOG_LEVEL": logging.application_level} if logging.format == "JSON" else {}
    return {"AWS_LAMBDA_LOG_FORMAT": logging.format, **level}


def _credentials(function: DeployedFunction) -> dict[str, str]:
    sts: Any = sts_backends[function.account_id]["aws"]
    with changing(worth_saving=False):
        role = sts.assume_role(
            region_name=function.region,
            role_session_name=function.name,
            role_arn=function.role,
            policy=None,
            duration=SESSION_SECONDS,
            external_id=None,
        )
    return {
        "AWS_ACCESS_KEY_ID": role.access_key_id,
        "AWS_SECRET_ACCESS_KEY": role.secret_access_key,
        "AWS_SESSION_TOKEN": role.session_token,
    }
