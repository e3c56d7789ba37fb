"""The values that an organisation writes into its copy, checked, and as they are now."""

import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import botocore.session

from tools import hcl
from tools.adopt.product import product
from tools.adopt.service.names import RESERVED
from tools.command import CommandError

NONE = "none"
OWNERS = Path(".github/CODEOWNERS")
ENVIRONMENTS = Path("terraform/environments")
LOCAL = "local"
LONGEST_PRODUCT = 12
FORMATS = {
    "organisation": (r"[A-Za-z0-9](-?[A-Za-z0-9]){0,38}", "an organisation of GitHub, as in acme"),
    "product": (
        rf"[a-z][a-z0-9]{{1,{LONGEST_PRODUCT - 1}}}",
        f"two to {LONGEST_PRODUCT} lower-case letters and digits: AWS's names begin with it",
    ),
    "region": (r"[a-z]{2}(-[a-z]+)+-\d", "a region of AWS, as in eu-central-1"),
    "domain": (r"none|([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", "a domain, or none"),
    "repository": (
        r"none|[\w.-]+(@\d+)?/[\w.-]+(@\d+)?",
        "owner/name on GitHub, or none; with ids, as in acme@1/shop@2, pipelines may deploy",
    ),
}


@dataclass(frozen=True)
class Values:
    """Everything that `make init` asks for."""

    organisation: str
    product: str
    region: str
    accounts: str
    domain: str
    repository: str
    keep: str


def current(root: Path) -> Values:
    """The values as the tree has them."""
    owners = (root / OWNERS).read_text(encoding="utf-8")
    match = re.search(r"^\*\s+@([\w-]+)/", owners, re.MULTILINE)
    clouds = {name: values for name, values in environments(root).items() if name != LOCAL}
    last = clouds.get("prod") or next(iter(clouds.values()), {})
    domain, repository = last.get("domain"), last.get("github_repository")
    return Values(
        organisation=match[1] if match else "acme",
        product=product(root),
        region=str(last.get("region", "eu-central-1")),
        accounts=" ".join(f"{name}={each['account_ids'][0]}" for name, each in clouds.items()),
        domain=str(domain["name"]) if isinstance(domain, dict) else NONE,
        repository=str(repository) if repository else NONE,
        keep=" ".join(services(root)) or NONE,
    )


def environments(root: Path) -> dict[str, dict[str, Any]]:
    """The values of each environment that has a file, by its name."""
    files = sorted((root / ENVIRONMENTS).glob("*.tfvars"))
    return {path.stem: hcl.read(path)["environment"] for path in files}


def services(root: Path) -> list[str]:
    """The services that consumers call."""
    return sorted(path.parent.name for path in (root / "services").glob("*/openapi.json"))


def check(values: Values, root: Path) -> None:
    """CommandError with one sentence for the first value that cannot be."""
    for field in fields(values):
        if field.name in FORMATS:
            pattern, meaning = FORMATS[field.name]
            value = getattr(values, field.name)
            if not re.fullmatch(pattern, value):
                name = field.name.upper()
                raise CommandError(f"{name}={value!r} is not {meaning}")
    if values.product in RESERVED["aws_prefixes"]:
        raise CommandError(f"PRODUCT={values.product} is how AWS's own names begin; choose another")
    if values.region not in _regions():
        raise CommandError(f"AWS has no region {values.region}; one is REGION=eu-central-1")
    if values.domain == NONE and current(root).domain != NONE:
        raise CommandError(
            f"consumers call {current(root).domain}: to give it up, take its line out of "
            f"{ENVIRONMENTS}, and leave DOMAIN out"
        )
    accounts_of(values, root)
    kept_services(values, root)


def _regions() -> set[str]:
    """The regions in which functions run, as botocore's list has them; nobody is asked."""
    session = botocore.session.get_session()
    return {
        region
        for partition in session.get_available_partitions()
        for region in session.get_available_regions("lambda", partition)
    }


def accounts_of(values: Values, root: Path) -> dict[str, str]:
    """Environment → account: one number for all, or `dev=… prod=…`."""
    names = [name for name in environments(root) if name != LOCAL]
    parts = values.accounts.replace(",", " ").split()
    if len(parts) == 1 and "=" not in parts[0]:
        parts = [f"{name}={parts[0]}" for name in names]
    pairs = dict[str, str]()
    for part in parts:
        name, _, number = part.partition("=")
        if name not in names or not re.fullmatch(r"\d{12}", number):
            raise CommandError(
                f'{part} is no account: ACCOUNTS="dev=111122223333 …", twelve digits for '
                f"{', '.join(names)}, or one number for all"
            )
        if name in pairs:
            raise CommandError(f"{name} has two accounts in ACCOUNTS; leave one of them out")
        pairs[name] = number
    return pairs


def kept_services(values: Values, root: Path) -> set[str]:
    """The services to keep; CommandError where one that stays calls one that goes."""
    there = set(services(root))
    kept_names = set() if values.keep == NONE else set(values.keep.replace(",", " ").split())
    if unknown := kept_names - there:
        raise CommandError(
            f"there is no service {min(unknown)}; there are {', '.join(sorted(there))}"
        )
    for service in sorted(kept_names):
        if gone := callees(service, root) & (there - kept_names):
            raise CommandError(f"{service} calls {min(gone)}: keep both, or neither")
    return kept_names


def callees(service: str, root: Path) -> set[str]:
    """The services that this one calls over the gateway."""
    texts = [
        path.read_text(encoding="utf-8") for path in (root / "services" / service).glob("*.py")
    ]
    return {name for text in texts for name in re.findall(r'ServiceClient\(\s*"(\w+)"', text)}
