"""Shape of a new service: everything that the template writes, from words."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic.alias_generators import to_camel, to_pascal

from shared.owned import Query
from tools.adopt.service import callers, names, queries
from tools.adopt.service import fields as fields_
from tools.adopt.service.fields import Field
from tools.command import CommandError

ID_DIGITS = "01JDGQ6T5XKZ9V8B7N6M5P4R3S"
CURSOR = "keb4TJCksiMqrP6dHrfQY29yZF8wMUpER1E2VDVYS1o5VjhCN042TTVQNFIzUw=="


OF_FIELDS = (
    *("name", "alias", "kind", "optional", "enum", "members", "annotation", "schema", "filter"),
    "model_example",
)
OF_QUERIES = ("fields", "newest_first", "index", "attribute")


@dataclass(frozen=True)
class Answers:
    """The words of whoever wants the service; the template remembers them."""

    name: str
    resource: str
    fields: str
    queries: str = ""
    plural: str = ""
    consumers: str = ""


@dataclass(frozen=True)
class Shape:
    """A service that can be written."""

    answers: Answers
    fields: Sequence[Field]
    queries: Sequence[Query]
    prefix: str
    consumers: Sequence[str]
    product: str

    @property
    def plural(self) -> str:
        """The noun for many."""
        return self.answers.plural or names.plural(self.answers.resource)

    @property
    def path(self) -> str:
        """The path of all things: a service's name begins it, and is it where it is the noun."""
        own, noun = f"/{self.answers.name}", self.plural.replace("_", "-")
        return own if noun.replace("-", "") == self.answers.name else f"{own}/{noun}"

    def context(self) -> dict[str, Any]:
        """The values of the template's variables."""
        resource, plural = self.answers.resource, self.plural
        body = {field.alias: field.example for field in self.fields}
        by_name = {field.name: field for field in self.fields}
        return {
            "path": self.path,
            "parameter": f"{to_camel(resource)}Id",
            "noun": resource.replace("_", " "),
            "nouns": plural.replace("_", " "),
            "plural_name": plural,
            "title": to_pascal(resource),
            "titles": to_pascal(plural),
            "prefix": self.prefix,
            "example_id": f"{self.prefix}_{ID_DIGITS}",
            "example_cursor": CURSOR,
            "field_list": [_plain(field, OF_FIELDS) for field in self.fields],
            "enums": [_plain(field, OF_FIELDS) for field in self.fields if field.values],
            "filters": [_plain(by_name[name], OF_FIELDS) for name in self._filter_names()],
            "lists": [_plain(query, OF_QUERIES) for query in self.queries],
            "indexes": [_plain(query, OF_QUERIES) for query in self.queries if query.fields],
            "has_datetime": any(field.kind == "datetime" for field in self.fields),
            "filters_by_time": any(
                by_name[name].kind == "datetime" for name in self._filter_names()
            ),
            "body": body,
            "body_json": json.dumps(body),
            "consumers": list(self.consumers),
            "consumer": (*self.consumers, "acme")[0],
            "product": self.product,
            "titles_words": plural.replace("_", " ").capitalize(),
            "list_fields": [
                [by_name[name].alias for name in query.fields] for query in self.queries
            ],
            "aliases": {name: f'"{by_name[name].alias}"' for name in self._filter_names()},
            "article": names.article(resource),
        }

    def terraform(self) -> dict[str, Any]:
        """The template's variables for Terraform, with columns as `terraform fmt` has."""
        settings = {
            "ENVIRONMENT": "test",
            "POWERTOOLS_SERVICE_NAME": self.answers.name,
            "LOG_LEVEL": "INFO",
            "TRACING": "active",
            f"{self.answers.name.upper()}_TABLE": f"{self.product}-test-{self.answers.name}",
            "CURSOR_KEY_ARN": "arn:aws:kms:eu-central-1:123456789012:key/cursors",
        }
        indexes = [query for query in self.queries if query.fields]
        keys = {"table": ["pk", "sk"]} | {each.index: [each.attribute, "id"] for each in indexes}
        return {
            "settings": settings,
            "settings_width": max(map(len, settings)),
            "index_width": max([len(each.index) for each in indexes], default=0),
            "table_keys": {name: json.dumps(pair) for name, pair in keys.items()},
        }

    def _filter_names(self) -> list[str]:
        return list(dict.fromkeys(name for query in self.queries for name in query.fields))


def shape(answers: Answers, root: Path, product: str) -> Shape:
    """The shape of a new service; CommandError with one sentence for words that make none."""
    names.check_name(answers.name, root, product)
    plural = answers.plural or names.plural(answers.resource)
    names.check_resource(answers.resource, answers.plural)
    classes = _classes(answers.resource, plural)
    lists = queries.parse(answers.queries)
    fields = queries.with_what_lists_go_by(fields_.parse(answers.fields, classes), lists)
    if len({field.alias.lower() for field in fields}) < len(fields):
        raise CommandError(
            "a list goes by a name that differs from a field only in its underscores"
        )
    consumers = callers.named(answers.consumers) or callers.usual(root)
    return Shape(answers, fields, lists, _prefix(answers, root), consumers, product)


def _classes(resource: str, plural: str) -> set[str]:
    one, many = to_pascal(resource), to_pascal(plural)
    own = {one, many, f"{one}Body", f"{one}Page", f"{one}Details", f"{one}Id"}
    own |= {f"List{many}", f"Dynamo{many}", "Dependencies"}
    imported = {"HTTPStatus", "Protocol", "Callable"} | {
        to_pascal(each) for each in names.RESERVED["imported_classes"]
    }
    return own | imported


def _plain(each: object, attributes: Sequence[str]) -> dict[str, Any]:
    """The object as YAML can hold it: an update renders the old template with the same words."""
    plain: dict[str, Any] = json.loads(
        json.dumps({name: getattr(each, name) for name in attributes})
    )
    return plain


def _prefix(answers: Answers, root: Path) -> str:
    """The first letters of the noun that begin no other service's ids."""
    letters, others = answers.resource.replace("_", ""), set[str]()
    for path in (root / "services").glob("*/*.py"):
        if path.parent.name != answers.name:
            others |= set(re.findall(r'new_id\(\s*"(\w+)"', path.read_text(encoding="utf-8")))
    lengths = range(min(3, len(letters)), len(letters) + 1)
    return next((letters[:length] for length in lengths if letters[:length] not in others), letters)
