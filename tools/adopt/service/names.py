"""Names that a new service may have: in paths, in Python, in AWS, beside those that are there."""

import builtins
import json
import keyword
import re
from collections.abc import Iterable
from pathlib import Path

from pydantic.alias_generators import to_pascal

from tools import hcl
from tools.command import CommandError

NAME = re.compile(r"[a-z][a-z0-9]*")
WORDS = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
RESERVED: dict[str, list[str]] = json.loads(
    (Path(__file__).parent / "reserved.json").read_text(encoding="utf-8")
)
LONGEST_OF_AWS, LONGEST_WORDS, LONGEST_ENVIRONMENT = 64, 24, 12
SPOKEN_WITH_AN = re.compile(
    r"(?!eu|one|once|uni(?!n|m)|ur[il]|us[aeu]|ut[ei])[aeiou]|heir|hono|hour"
)
LONGEST_IN_CODE = 25
"""Lines of a service's code have its name in them, and end at column 100."""


def check_name(name: str, root: Path, product: str, argument: str = "NAME") -> None:
    """CommandError with one sentence for a name that no service can have."""
    if not NAME.fullmatch(name):
        raise CommandError(
            f"{name!r} is no name of a service: it becomes a path, a Python package and a part of "
            f"AWS's names, so it is one word of lower-case letters and digits: {argument}=payments"
        )
    for what, refused in _meanings(name, root).items():
        if refused:
            raise CommandError(f"{name} is {what}; choose another {argument}")
    longest = longest_name(root, product)
    if len(name) > longest:
        raise CommandError(
            f"{name} has {len(name)} characters; with {longest} or fewer all of its names in AWS "
            f"keep to {LONGEST_OF_AWS}, and lines of code to their length"
        )


def _meanings(name: str, root: Path) -> dict[str, bool]:
    """Each other meaning that a name can have, and whether it has."""
    return {
        "a word of Python": keyword.iskeyword(name) or keyword.issoftkeyword(name),
        "how AWS's own names begin": name.startswith(tuple(RESERVED["aws_prefixes"])),
        "a folder of terraform/": name in RESERVED["terraform_folders"],
        "the gateway's own path": name in RESERVED["gateway_paths"],
        "a target of the Makefile": name in make_targets(root),
        # A service logs by its own name, and a library's logger is set up otherwise.
        "a library that logs by that name": name in RESERVED["loggers"],
        "a name that means something else here": name
        in RESERVED["repository"] + RESERVED["participles"],
    }


def check_resource(resource: str, said: str) -> None:
    """CommandError with one sentence for a noun or its said plural that no code can have."""
    plural_ = said or plural(resource)
    _check_noun(resource, "RESOURCE", LONGEST_WORDS)
    _check_noun(plural_, "PLURAL", LONGEST_WORDS + len("es"))
    if resource == plural_:
        raise CommandError(
            f"{resource} is one thing and many; choose another RESOURCE, or give PLURAL="
        )
    if not said and resource.endswith("s") and not resource.endswith(("ss", "us", "is")):
        raise CommandError(
            f"{resource} looks like a plural: RESOURCE names one thing, as in "
            f"RESOURCE={singular(resource)}; where {resource} is one, give PLURAL="
        )


def _check_noun(word: str, argument: str, longest: int) -> None:
    if not WORDS.fullmatch(word) or len(word) > longest:
        raise CommandError(
            f"{word!r} is no noun for code: {argument} has lower-case letters and digits, _ "
            f"between words, and {longest} characters at most: {argument}=gift_card"
        )
    if keyword.iskeyword(word) or keyword.issoftkeyword(word) or is_pythons(to_pascal(word)):
        raise CommandError(f"{word} is a word of Python; choose another {argument}")
    taken = RESERVED["participles"] + RESERVED["imported_classes"] + RESERVED["variables"]
    if word in taken or hasattr(builtins, word):
        raise CommandError(
            f"{word} means something else in a service's code; choose another {argument}"
        )


def is_pythons(class_: str) -> bool:
    """Whether no class can be called so: None and True, or ValueError."""
    return keyword.iskeyword(class_) or hasattr(builtins, class_)


def make_targets(root: Path) -> set[str]:
    """The targets of the Makefile that have no % in their name."""
    text = (root / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][a-z0-9-]*):", text, re.MULTILINE))


def longest_name(root: Path, product: str) -> int:
    """So many characters leave AWS's names within 64 in every environment, and code its lines."""
    others = [
        len(f"{product}-{name}--release-failed{region}") for name, region in _environments(root)
    ]
    return min(LONGEST_IN_CODE, LONGEST_OF_AWS - max(others))


def _environments(root: Path) -> Iterable[tuple[str, str]]:
    """Names, and what a second region adds; one that comes and goes has a longer name."""
    yield "x" * LONGEST_ENVIRONMENT, ""
    for path in sorted((root / "terraform/environments").glob("*.tfvars")):
        values = hcl.read(path)["environment"]
        second = values.get("second_region") or {}
        region = second.get("region") if isinstance(second, dict) else None
        yield str(values["name"]), f"-{region}" if region else ""


def article(noun: str) -> str:
    """The article by the noun's sound: an order, an hour, a user."""
    return "an" if SPOKEN_WITH_AN.match(noun) else "a"


def plural(word: str) -> str:
    """The usual plural: payments, categories, boxes."""
    if word.endswith("y") and word[-2:-1] not in set("aeiou"):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"


def singular(word: str) -> str:
    """The noun whose usual plural this is; the word itself when it is none."""
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("ses", "xes", "zes", "ches", "shes")):
        return word[:-2]
    return word.removesuffix("s")
