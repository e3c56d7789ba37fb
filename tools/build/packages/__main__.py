"""Build deployment packages: `<service>… [--platform arm64|x86_64|local] [--without <lever>,…]`."""

import sys
from argparse import ArgumentTypeError, Namespace
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from tools import command
from tools.build.packages.entry import Lever
from tools.build.packages.package import Package, build_all
from tools.build.packages.parts import PLATFORMS


def _table(packages: Sequence[Package]) -> Table:
    table = Table("service", "zipped", "unzipped", "sha256", "built in")
    for each in packages:
        table.add_row(
            each.service,
            f"{each.zipped_bytes / 1e6:.2f} MB",
            f"{each.unzipped_bytes / 1e6:.2f} MB",
            each.sha256[:16],
            f"{each.seconds:.1f} s" if each.fresh else "unchanged",
        )
    return table


def _levers(text: str) -> frozenset[Lever]:
    """The levers in a list; argparse names the existing ones when one is unknown."""
    try:
        return frozenset(map(Lever, filter(None, text.split(","))))
    except ValueError as error:
        raise ArgumentTypeError(f"{error}; there are {', '.join(Lever)}") from error


def _build(arguments: Namespace) -> None:
    packages = build_all(arguments.services, arguments.platform, without=arguments.without)
    console = Console()
    console.print(_table(packages))
    for each in packages:
        console.print(str(each.path), soft_wrap=True, highlight=False)


def main(argv: Sequence[str] | None = None) -> int:
    """Build the packages, and print the size of each."""
    parser = command.parser("tools.build.packages", __doc__)
    parser.add_argument("services", nargs="+")
    parser.add_argument("--platform", choices=sorted(PLATFORMS), default="arm64")
    parser.add_argument(
        "--without", type=_levers, default=frozenset(), help=f"of {', '.join(Lever)}"
    )
    return command.run(parser, argv, _build)


if __name__ == "__main__":
    sys.exit(main())
