"""`make sbom`: what each package is made of, as CycloneDX, from the locked requirements.

One file for each function, .build/sbom/<service>.cdx.json; the same lock gives the same bytes.
"""

import re
import sys
import uuid
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from shared.product import NAME
from tools import command
from tools.build.packages.code import ROOT
from tools.build.packages.order import lock_of
from tools.build.packages.parts import Pin, digest, pins_of
from tools.command import CommandError, Ending

FOLDER = Path(".build/sbom")
_PINNED = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def sbom(service: str, root: Path = ROOT) -> str:
    """The bill of materials of one function, as JSON; CommandError for a lock without versions."""
    pins = pins_of(lock_of(service, root))
    whole = Component(name=f"{NAME}-{service}", type=ComponentType.APPLICATION, bom_ref=service)
    bom = Bom(serial_number=_number(service, pins))
    bom.metadata.component = whole
    parts = [_component(pin) for pin in pins]
    bom.components.update(parts)
    bom.register_dependency(whole, parts)
    bom.metadata.timestamp = None  # type: ignore[assignment] # left out: it differs each time
    return JsonV1Dot6(bom).output_as_string(indent=2)


def _component(pin: Pin) -> Component:
    """A locked dependency, with the hash of each of its archives that may be installed."""
    pinned = _PINNED.match(pin.text)
    hashes = _HASH.findall(pin.text)
    if not pinned or not hashes:
        raise CommandError(f"{pin.text.split()[0]} has no version or no hash; run `make lock`.")
    name, version = pinned["name"], pinned["version"]
    purl = PackageURL("pypi", name=name.lower(), version=version)
    archives = [HashType(alg=HashAlgorithm.SHA_256, content=each) for each in hashes]
    return Component(name=name, version=version, purl=purl, bom_ref=str(purl), hashes=archives)


def _number(service: str, pins: Sequence[Pin]) -> uuid.UUID:
    """A serial number that only changes with the lock."""
    return uuid.uuid5(
        uuid.NAMESPACE_OID, digest(service.encode(), *(p.text.encode() for p in pins))
    )


def _write(arguments: Namespace) -> Ending:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for service in arguments.services:
        path = FOLDER / f"{service}.cdx.json"
        path.write_text(sbom(service) + "\n", encoding="utf-8")
        print(path)
    return Ending(f"{len(arguments.services)} bills of materials")


def main(argv: Sequence[str] | None = None) -> int:
    """Write the bills of materials."""
    parser = command.parser("make sbom", __doc__)
    parser.add_argument("services", nargs="+")
    return command.run(parser, argv, _write)


if __name__ == "__main__":
    sys.exit(main())
