"""Writing an organisation's values everywhere they belong: all texts first, then all files."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tools.adopt.product import FILE as PRODUCT_FILE
from tools.adopt.repository.values import (
    ENVIRONMENTS,
    LOCAL,
    NONE,
    OWNERS,
    Values,
    accounts_of,
    current,
    environments,
    kept_services,
    services,
)
from tools.adopt.service import owners
from tools.command import CommandError

DOCUMENTS = (
    "README.md",
    "*.md",
    "docs/**/*.md",
    "services/*/README.md",
    "services/*/checks/reviews/*.toml",
)
"""Files that tell of names in AWS, and name them as they are."""


def write(values: Values, root: Path) -> list[str]:
    """Write the values; the paths of what has changed."""
    before = current(root)
    changed = {
        path: text
        for path, text in _texts(before, values, root).items()
        if text != (root / path).read_text(encoding="utf-8")
    }
    gone = sorted(set(services(root)) - kept_services(values, root))
    for path, text in changed.items():
        (root / path).write_text(text, encoding="utf-8")
    for name in gone:
        take_out(name, root)
    return sorted(map(str, changed)) + [f"services/{name} (taken out)" for name in gone]


def take_out(name: str, root: Path) -> None:
    """Remove a service's folders and its lines in CODEOWNERS."""
    shutil.rmtree(root / "services" / name)
    shutil.rmtree(root / "terraform/services" / name)
    file = root / owners.FILE
    if file.is_file():
        text = file.read_text(encoding="utf-8")
        file.write_text(owners.without_service(text, name), encoding="utf-8")


def _texts(before: Values, after: Values, root: Path) -> dict[Path, str]:
    """The new text of each file that can hold one of the values."""
    texts = {path: (root / path).read_text(encoding="utf-8") for path in _documents(root)}
    texts = {path: _renamed(text, before, after) for path, text in texts.items()}
    code = (root / PRODUCT_FILE).read_text(encoding="utf-8")
    code = code.replace(f'NAME = "{before.product}"', f'NAME = "{after.product}"')
    texts[PRODUCT_FILE] = code.replace(f'TITLE = "{_title(before)}"', f'TITLE = "{_title(after)}"')
    project = (root / "pyproject.toml").read_text(encoding="utf-8")
    names = (f'name = "{before.product}"', f'name = "{after.product}"')
    texts[Path("pyproject.toml")] = project.replace(*names, 1)
    teams = (root / OWNERS).read_text(encoding="utf-8")
    texts[OWNERS] = teams.replace(f"@{before.organisation}/", f"@{after.organisation}/")
    return texts | dict(_environments(before, after, root))


def _documents(root: Path) -> list[Path]:
    return sorted({path.relative_to(root) for each in DOCUMENTS for path in root.glob(each)})


def _title(values: Values) -> str:
    return values.product.capitalize()


def _renamed(text: str, before: Values, after: Values) -> str:
    """The text with the product's new name where a name of AWS, or a title, has the old one."""
    old = re.escape(before.product)
    begins = rf"(?<![\w.]){old}(?=-(local|dev|staging|prod|pr|state|boundary|gateway|<|\$|\*|…))"
    text = re.sub(
        rf"{begins}|(?<=/){old}(?=/)|\b{old}(?=_(?:client|local|dev|prod|<env>)\b|_<env>)",
        after.product,
        text,
    )
    text = re.sub(rf"^# {_title(before)}$", f"# {_title(after)}", text, flags=re.MULTILINE)
    return text.replace(f"namespace `{_title(before)}`", f"namespace `{_title(after)}`")


def _environments(before: Values, after: Values, root: Path) -> Iterator[tuple[Path, str]]:
    accounts = accounts_of(after, root)
    for name in environments(root):
        path = ENVIRONMENTS / f"{name}.tfvars"
        text = (root / path).read_text(encoding="utf-8")
        if name == LOCAL:
            continue
        if after.region != before.region:
            text = _with(text, "region", f'"{after.region}"')
        if name in accounts:
            text = _with(text, "account_ids", f'["{accounts[name]}"]')
        if after.repository != before.repository:
            pipelines = "null" if after.repository == NONE else f'"{after.repository}"'
            text = _with(text, "github_repository", pipelines)
            plain = re.sub(r"@\d+", "", after.repository)
            url = "null" if after.repository == NONE else f'"https://github.com/{plain}"'
            text = _with(text, "repository_url", url)
        if after.domain not in {before.domain, NONE}:
            text = re.sub(r'(domain\s+= \{ name = ")[^"]+', rf"\g<1>{after.domain}", text)
        yield path, _formatted(text)


def _formatted(text: str) -> str:
    """The values as `terraform fmt` writes them: comments move with what they stand beside."""
    command = ["terraform", "fmt", "-"]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandError(f"terraform fmt refuses the new values: {done.stderr.strip()}")
    return done.stdout


def _with(text: str, key: str, value: str) -> str:
    """The values with another one for a key that they have."""
    line = re.compile(rf"^(  {key}\s+= )[^#\n]*?(\s*#[^\n]*)?$", re.MULTILINE)
    if line.search(text):
        return line.sub(rf"\g<1>{value}\g<2>", text, count=1)
    return re.sub(
        r"^(  github_repository.*\n)", rf"\g<1>  {key:<18} = {value}\n", text, flags=re.MULTILINE
    )
