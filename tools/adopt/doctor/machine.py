"""This machine: tools, versions, ports, disk and links."""

import os
import platform
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

from embedded_aws import HOST, LocalConfig, health
from tools.adopt.doctor.finding import Finding, Look, judged

PROGRAMS = ("git", "make", "bash", "awk", "tar", "curl")
FREE_GB = 3
PROVIDER = "terraform-provider-aws"
TIMEOUT_SECONDS = 30


def looks(root: Path) -> Iterator[tuple[str, Look]]:
    """Everything to look at on this machine."""
    yield "Python", lambda: python(root)
    yield "packages", lambda: packages(root)
    yield "Terraform", lambda: terraform(root)
    yield "provider", lambda: provider(root)
    yield "programs", programs
    yield "ports", ports
    yield "disk", lambda: disk(root)
    yield "links", lambda: links(root)


def python(root: Path) -> Finding:
    """The pinned version."""
    pinned, here = _pinned(root, ".python-version"), platform.python_version()
    good = here.startswith(f"{pinned}.")
    return judged("Python", f"{here}, pinned {pinned}", good=good, remedy="run `make setup`")


def packages(root: Path) -> Finding:
    """The virtual environment, younger than its lock."""
    ready, lock = root / ".venv/.ready", root / "requirements/dev.txt"
    good = ready.exists() and ready.stat().st_mtime >= lock.stat().st_mtime
    state = "as locked" if good else "older than requirements/dev.txt"
    return judged("packages", state, good=good, remedy="run `make setup`")


def terraform(root: Path) -> Finding:
    """The pinned version, on PATH or fetched."""
    pinned = _pinned(root, ".terraform-version")
    path = shutil.which("terraform")
    if path is None:
        return Finding("Terraform", "not on PATH", "run `make setup`, which fetches it")
    done = subprocess.run(
        [path, "version"], capture_output=True, text=True, check=False, timeout=TIMEOUT_SECONDS
    )
    here = (done.stdout.split() or ["?", "unknown"])[1].removeprefix("v")
    remedy = f"put Terraform {pinned} on PATH, or run `make setup`"
    return judged("Terraform", f"{here}, pinned {pinned}", good=here == pinned, remedy=remedy)


def provider(root: Path) -> Finding:
    """AWS's provider, from a folder of this machine or fetched before."""
    folders = [
        os.environ.get("TF_PLUGIN_DIR"),
        os.environ.get("TF_PLUGIN_CACHE_DIR"),
        str(Path.home() / ".terraform.d"),
        str(root / os.environ.get("LOCAL_DIR", ".local")),
        str(root / "terraform"),
        str(root / ".build"),
    ]
    for folder in filter(None, folders):
        if any(Path(folder).rglob(f"{PROVIDER}*")):
            return Finding("provider", f"there is one in {folder}")
    if "TF_CLI_CONFIG_FILE" in os.environ or (Path.home() / ".terraformrc").exists():
        return Finding("provider", "comes from where Terraform's own configuration says")
    if _answers("registry.terraform.io"):
        return Finding("provider", "is fetched by the first deployment")
    return Finding(
        "provider",
        "is not here, and Terraform's registry does not answer",
        "allow registry.terraform.io, or name a folder of providers in TF_PLUGIN_DIR",
    )


def programs() -> Finding:
    """The programs that commands call."""
    absent = [name for name in PROGRAMS if shutil.which(name) is None]
    remedy = "install with your system's packages"
    state = f"{', '.join(absent)} not on PATH" if absent else ", ".join(PROGRAMS)
    return judged("programs", state, good=not absent, remedy=remedy)


def ports() -> Finding:
    """The ports of the stack: free, or the stack's own."""
    if health(LocalConfig.read()) is not None:
        return Finding("ports", "the stack of this folder runs on them")
    numbers = {name: int(os.environ.get(name, default)) for name, default in _PORTS.items()}
    taken = [f"{name}={number}" for name, number in numbers.items() if _is_taken(number)]
    remedy = (
        f"end what listens there, or choose others: make up {' '.join(taken)} with free numbers"
    )
    state = f"{' and '.join(taken)} taken" if taken else f"free: {_listed(numbers)}"
    return judged("ports", state, good=not taken, remedy=remedy)


def disk(root: Path) -> Finding:
    """Room for packages, the provider and local data."""
    free = shutil.disk_usage(root).free / 10**9
    remedy = f"free {FREE_GB} GB; `make clean` removes what is built and the local data"
    return judged("disk", f"{free:.1f} GB free", good=free >= FREE_GB, remedy=remedy)


def links(root: Path) -> Finding:
    """The links of Terraform's roots, which some checkouts turn into text files."""
    files = [
        *(root / "terraform").glob("*/terraform.tf"),
        *(root / "terraform/services").glob("*/*.tf"),
    ]
    linked = [path for path in files if path.name in {"terraform.tf", "service.tf"}]
    broken = [str(path) for path in linked if not path.is_symlink() or not path.exists()]
    remedy = "run `git config core.symlinks true`, then `git checkout -- terraform`"
    state = f"{broken[0]} is no link to a file" if broken else f"{len(linked)} lead somewhere"
    return judged("links", state, good=not broken, remedy=remedy)


_PORTS = {"AWS_PORT": "4566", "API_PORT": "8080"}


def _listed(numbers: dict[str, int]) -> str:
    return ", ".join(str(number) for number in numbers.values())


def _pinned(root: Path, file: str) -> str:
    return (root / file).read_text(encoding="utf-8").strip()


def _is_taken(port: int) -> bool:
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, port))
        except OSError:
            return True
    return False


def _answers(host: str) -> bool:
    try:
        socket.create_connection((host, 443), timeout=3).close()
    except OSError:
        return False
    return True
