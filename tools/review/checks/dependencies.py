"""`make audit`: known vulnerabilities of the locked packages, where a source of advisories answers.

pip-audit says "no known vulnerabilities" as well when nobody has answered it. So the command first
asks for a package that has some; if that is not listed either, nothing has been audited, and the
status is 1.
"""

import json
import os
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from tools import command
from tools.command import CommandError, Ending

PACKAGES = Path(".build/audit/packages")
SOURCES = ("osv", "pypi")
KNOWN = "jinja2==2.10\n"
"""A release with vulnerabilities that every source knows (CVE-2019-10906)."""


def audited(lock: Path, source: str) -> list[str]:
    """The known vulnerabilities of a lock's packages; CommandError when the source is silent."""
    options = ("--disable-pip", "--no-deps", "--progress-spinner", "off", "--format", "json")
    done = subprocess.run(
        (sys.executable, "-m", "pip_audit", *options, "-s", source, "-r", str(lock)),
        env=dict(os.environ) | {"PYTHONPATH": str(PACKAGES.resolve())},
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        listed = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        reason = (done.stderr.strip().splitlines() or ["no reason"])[-1][:120]
        raise CommandError(f"{source} gives no advisories: {reason}") from None
    return [
        f"{lock}: {each['name']} {each['version']}: {vulnerability['id']}"
        for each in listed
        for vulnerability in each.get("vulns", [])
    ]


def answering_source() -> str:
    """The first source that knows what it has to know; CommandError without one."""
    reasons = []
    with tempfile.TemporaryDirectory() as folder:
        known = Path(folder) / "known.txt"
        known.write_text(KNOWN, encoding="utf-8")
        for source in SOURCES:
            try:
                if audited(known, source):
                    return source
                reasons.append(f"{source} knows nothing of jinja2 2.10")
            except CommandError as error:
                reasons.append(str(error))
    raise CommandError(
        f"Nothing was audited, because no source of advisories answers ({'; '.join(reasons)}). Run "
        "`make audit` where one of them can be reached, as in GitHub's workflows."
    )


def _audit(arguments: Namespace) -> Ending:
    source = answering_source()
    known = [each for lock in arguments.locks for each in audited(lock, source)]
    print("\n".join(dict.fromkeys(known)))
    counted = f"{len(known)} known vulnerabilities in {len(arguments.locks)} locks, by {source}"
    return Ending(counted, 1 if known else 0)


def main(argv: Sequence[str] | None = None) -> int:
    """Audit the locks."""
    parser = command.parser("make audit", __doc__)
    parser.add_argument("locks", nargs="+", type=Path)
    return command.run(parser, argv, _audit)


if __name__ == "__main__":
    sys.exit(main())
