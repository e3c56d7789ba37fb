"""Terraform's shared files are written once and linked, and long blocks have a written reason."""

import re
from pathlib import Path

import pytest

TERRAFORM = Path(__file__).parents[3] / "terraform"
SHARED = TERRAFORM / "shared"
ROOTS = [TERRAFORM / name for name in ("bootstrap", "platform", "gateway", "portal")]
SERVICES = sorted(path for path in (TERRAFORM / "services").iterdir() if path.is_dir())
FILES = sorted(
    path
    for path in TERRAFORM.rglob("*.tf")
    if ".terraform" not in path.parts and not path.is_symlink()
)
BLOCK = re.compile(r"((?:^#[^\n]*\n)*)^(\w[^\n]*)\{\n.*?^\}", re.MULTILINE | re.DOTALL)
LONGEST_BLOCK, LONGEST_ROOT = 40, 40

by_service = pytest.mark.parametrize("folder", SERVICES, ids=lambda path: str(path.name))


def own(folder: Path) -> list[str]:
    """The lines of a root's own files."""
    files = [path for path in folder.glob("*.tf") if path in FILES]
    return [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]


@by_service
def test_a_services_root_links_what_every_service_has(folder: Path) -> None:
    links = {path.name: path.resolve() for path in folder.iterdir() if path.is_symlink()}

    assert links == {
        ".terraform.lock.hcl": SHARED / "providers.lock.hcl",
        "service.tf": SHARED / "service.tf",
        "terraform.tf": SHARED / "root.tf",
    }, f"in {folder}: ln -s ../../shared/service.tf .; the others as docs/adr/0011 says"


@by_service
def test_a_services_root_is_what_is_special_about_it(folder: Path) -> None:
    assert len(own(folder)) <= LONGEST_ROOT


@pytest.mark.parametrize("folder", ROOTS, ids=lambda path: str(path.name))
def test_a_root_links_provider_backend_and_lock(folder: Path) -> None:
    assert (folder / "terraform.tf").resolve() == SHARED / "root.tf"
    assert (folder / ".terraform.lock.hcl").resolve() == SHARED / "providers.lock.hcl"


def test_no_two_files_are_the_same() -> None:
    texts = [path.read_bytes() for path in FILES]

    assert len(texts) == len(set(texts))


def test_a_long_block_says_why_it_is_one() -> None:
    silent = [
        f"{path.relative_to(TERRAFORM)}: {block[2]}"
        for path in FILES
        for block in BLOCK.finditer(path.read_text(encoding="utf-8"))
        if block[0].removeprefix(block[1]).count("\n") + 1 > LONGEST_BLOCK
        and "# One block, because" not in block[1]
    ]

    assert silent == []


def test_no_service_is_named_outside_its_own_root() -> None:
    products = {path.name for path in SERVICES} - {"authorizer", "smoke"}
    elsewhere = [
        path
        for folder in ("bootstrap", "gateway", "modules", "platform", "portal", "shared", "testing")
        for path in (TERRAFORM / folder).rglob("*")
        if path.is_file() and ".terraform" not in path.parts
    ]

    named = [
        f"{path.relative_to(TERRAFORM)}: {name}"
        for path in elsewhere
        for name in sorted(products)
        if re.search(rf"(?<![:\w]){name}\b", path.read_text(encoding="utf-8"), re.IGNORECASE)
    ]

    assert named == []
