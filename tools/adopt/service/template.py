"""The template, rendered by copier: into an empty folder, or as an update of what it once wrote."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import copier
import yaml
from copier.errors import CopierError

from tools.adopt.service.shape import Answers, Shape
from tools.command import CommandError

TEMPLATE = "templates/service"
ANSWERS = ".template.yml"
OLD, NEW = "1.0.0", "2.0.0"
"""The versions of the template, while one is compared with the other."""
AUTHOR = (
    "-c",
    "user.name=template",
    "-c",
    "user.email=template@localhost",
    "-c",
    "commit.gpgsign=false",
)
VERSION_KEY = "template_tree"


def answers_file(name: str) -> Path:
    """The file of a service in which its words are remembered."""
    return Path("services", name, ANSWERS)


def render(shape: Shape, root: Path, folder: Path, *, sample: bool) -> None:
    """Write the service's files into the empty folder."""
    _copier(
        copier.run_copy,
        str(root / TEMPLATE),
        str(folder),
        data=_data(shape, root, sample=sample),
        defaults=True,
        unsafe=True,
        quiet=True,
    )
    _remember(folder, shape.answers, current_version(root))


def update(shape: Shape, root: Path, folder: Path, work: Path, *, sample: bool) -> None:
    """Bring the template's changes to the service's files in the folder; conflicts inline."""
    name = shape.answers.name
    version = remembered(folder, name)[VERSION_KEY]
    source = work / "template"
    _check_out(root, version, source)
    _commit(source, OLD)
    shutil.rmtree(source / "tree")
    (source / "copier.yml").unlink()
    shutil.copytree(root / TEMPLATE, source, symlinks=True, dirs_exist_ok=True)
    _commit(source, NEW)
    own = folder / answers_file(name)
    data = _data(shape, root, sample=sample)
    # Copier renders the old template with what this file says, and nothing else.
    own.write_text(yaml.safe_dump(data | {"_src_path": str(source), "_commit": OLD}))
    _commit(folder, OLD)
    _copier(
        copier.run_update,
        str(folder),
        answers_file=str(answers_file(name)),
        data=data,
        defaults=True,
        overwrite=True,
        unsafe=True,
        quiet=True,
        conflict="inline",
    )
    shutil.rmtree(folder / ".git")
    _remember(folder, shape.answers, current_version(root))


def remembered(root: Path, name: str) -> dict[str, Any]:
    """The words and the template's version of a service; CommandError for one made by hand."""
    path = root / answers_file(name)
    if not path.is_file():
        raise CommandError(
            f"{name} was not made from the template: {answers_file(name)} is not there"
        )
    written: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return written


def answers_of(root: Path, name: str) -> Answers:
    """The words that made the service."""
    written = remembered(root, name)
    return Answers(**{key: str(written.get(key, "")) for key in Answers.__annotations__})


def current_version(root: Path) -> str:
    """Git's name of the template as it lies in the tree: no commit is needed, any clone has it."""
    index = root / ".build/template.index"
    index.parent.mkdir(parents=True, exist_ok=True)
    index.unlink(missing_ok=True)
    environment = {"GIT_INDEX_FILE": str(index)}
    _git(root, "add", "--force", TEMPLATE, environment=environment)
    try:
        return _git(root, "write-tree", f"--prefix={TEMPLATE}/", environment=environment).strip()
    finally:
        index.unlink(missing_ok=True)


def _check_out(root: Path, version: str, folder: Path) -> None:
    """The template as it was; CommandError if this clone does not have it."""
    folder.mkdir(parents=True)
    try:
        archive = subprocess.run(
            ["git", "archive", version], cwd=root, capture_output=True, check=True
        ).stdout
    except subprocess.CalledProcessError as error:
        raise CommandError(
            f"this clone has no template {version[:12]}, which the service was made from; "
            "fetch the whole history with `git fetch --unshallow`"
        ) from error
    subprocess.run(["tar", "-x"], cwd=folder, input=archive, check=True)


def _commit(folder: Path, tag: str) -> None:
    if not (folder / ".git").exists():
        _git(folder, "init", "--quiet")
    _git(folder, "add", "--all", "--force")
    _git(folder, *AUTHOR, "commit", "--quiet", "--allow-empty", "--message", tag)
    _git(folder, "tag", tag)


def _git(folder: Path, *command: str, environment: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(
        ["git", *command],
        cwd=folder,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandError(f"git {command[0]} failed: {done.stderr.strip()}")
    return done.stdout


def _data(shape: Shape, root: Path, *, sample: bool) -> dict[str, Any]:
    """The variables of the template."""
    context = vars(shape.answers) | shape.context() | shape.terraform()
    return context | {"sample": sample, "python": sys.executable, "root": str(root.resolve())}


def _remember(folder: Path, answers: Answers, version: str) -> None:
    path = folder / answers_file(answers.name)
    written = {key: value for key, value in vars(answers).items() if value}
    text = yaml.safe_dump(written | {VERSION_KEY: version}, sort_keys=False, width=120)
    path.write_text(
        f"# The words that made this service, and the template that did; for "
        f"`make update-service-{answers.name}`.\n{text}"
    )


def _copier(run: Any, *arguments: str, **options: Any) -> None:
    try:
        run(*arguments, **options)
    except (CopierError, subprocess.CalledProcessError) as error:
        raise CommandError(f"the template could not be rendered: {error}") from error
