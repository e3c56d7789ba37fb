"""The command `python -m embedded_aws`: an AWS of this folder, on ports of this machine."""

import argparse
import gc
import json
import logging
import sys

from embedded_aws import LocalConfig, __version__, light
from embedded_aws.ports import port_conflict
from embedded_aws.process import fail, gaps, health, start, status, stop

SETTINGS = """\
settings, from the environment:
  AWS_PORT    where AWS's services answer (4566)
  API_PORT    where deployed REST APIs answer (8080)
  LOCAL_DIR   the folder that keeps everything (.local)
  LAMBDA_CONCURRENCY        requests that functions serve at once (1000, as an AWS account)
  LAMBDA_MINUTE_SECONDS     how long a minute of retries lasts (60)
  CODEDEPLOY_MINUTE_SECONDS how long a minute of a deployment lasts (1)
  WAF_COUNTRIES             countries of networks, as JSON
  FIREHOSE_MINUTE_SECONDS   how long a minute of a Firehose stream's buffering lasts (1)
  EMBEDDED_AWS_LENIENT=1    accept what is out of reach, with a warning, instead of refusing it
"""


def serve(config: LocalConfig) -> int:
    """Run in the foreground, until Ctrl-C."""
    taken = port_conflict(config)
    if taken:
        return fail(taken)
    gc.disable()  # importing allocates much and frees nothing
    light.import_moto()
    light.import_jsonschema()
    from embedded_aws.functions import ConcurrencyError  # noqa: PLC0415 - slow to import
    from embedded_aws.functions.runtimes.client import RuntimeInstallError  # noqa: PLC0415
    from embedded_aws.scale import ScaleError  # noqa: PLC0415
    from embedded_aws.server.folder import StartError  # noqa: PLC0415
    from embedded_aws.server.saving import SaveError  # noqa: PLC0415
    from embedded_aws.server.serving import serve as run  # noqa: PLC0415
    from embedded_aws.state.snapshot import SnapshotError  # noqa: PLC0415 - slow to import
    from embedded_aws.waf import CountriesError  # noqa: PLC0415

    gc.freeze()
    gc.enable()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("botocore").setLevel(logging.WARNING)
    try:
        run(config)
    except (
        ConcurrencyError,
        CountriesError,
        SaveError,
        ScaleError,
        SnapshotError,
        StartError,
        RuntimeInstallError,
    ) as error:
        return fail(str(error))
    return 0


def print_health(config: LocalConfig) -> int:
    """Print the running server's report about itself, as JSON."""
    answer = health(config)
    if answer is None:
        return fail(f"nothing answers at {config.aws_endpoint}")
    print(json.dumps(answer, indent=2))
    return 0 if answer["status"] == "ok" else 1


def services(_: LocalConfig) -> int:
    """Print which services are served, kept as settings, and refused, as Markdown."""
    from embedded_aws import cloudwatch, codedeploy, gateway  # noqa: PLC0415 - slow to import
    from embedded_aws.patches import installation as patches  # noqa: PLC0415
    from embedded_aws.server.services import document  # noqa: PLC0415

    for each in (patches, gateway, cloudwatch, codedeploy):
        each.install()
    print(document(), end="")
    return 0


COMMANDS = {
    "serve": serve,
    "start": start,
    "stop": stop,
    "status": status,
    "health": print_health,
    "gaps": gaps,
    "services": services,
}


def main() -> int:
    """Parse the command line and run the command."""
    parser = argparse.ArgumentParser(
        prog="python -m embedded_aws",
        description=__doc__,
        epilog=SETTINGS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, command in COMMANDS.items():
        commands.add_parser(name, help=command.__doc__, description=command.__doc__)
    return COMMANDS[parser.parse_args().command](LocalConfig.read())


if __name__ == "__main__":
    sys.exit(main())
