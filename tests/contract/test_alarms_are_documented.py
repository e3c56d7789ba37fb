"""Every alarm links to a section of the runbook, and every section there belongs to an alarm."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tools import hcl

ROOT = Path(__file__).parents[2]
RUNBOOK = "docs/operations/alarms.md"
INDEX = "docs/operations.md"  # alarms of earlier deployments link here
# An EventBridge rule reports events that no metric counts; its reader needs the same help.
KINDS = {
    "aws_cloudwatch_metric_alarm": ("alarm_name", "alarm_description"),
    "aws_cloudwatch_composite_alarm": ("alarm_name", "alarm_description"),
    "aws_cloudwatch_event_rule": ("name", "description"),
}
PARTS = ["**Means**", "**First look**", "**Usual causes**", "**What to do**"]


@dataclass(frozen=True)
class Alarm:
    """An alarm of a Terraform module; a resource with `for_each` gives one per key."""

    address: str
    name: str
    description: str
    knows_missing_data: bool

    @property
    def anchors(self) -> list[str]:
        return re.findall(r"#alarm-([a-z-]+)", self.description)


def alarms_of(folder: Path) -> Iterator[Alarm]:
    """All alarms of one module or root."""
    files = [hcl.read(path) for path in sorted(folder.glob("*.tf"))]
    locals_ = {k: v for file in files for block in file.get("locals", []) for k, v in block.items()}
    for file in files:
        for block in file.get("resource", []):
            for kind in KINDS.keys() & block.keys():
                [(name, resource)] = block[kind].items()
                alarm = {"fields": KINDS[kind], **resource}
                yield from repeated(f"{folder.name}/{name}", alarm, locals_)


def repeated(address: str, resource: dict[str, Any], locals_: dict[str, Any]) -> Iterator[Alarm]:
    """One alarm per key of the local map in the resource's `for_each`, or one without it."""
    each_of = str(resource.get("for_each", ""))
    source = re.search(r"(?:\$\{|\bin )local\.(\w+)", each_of)
    each: dict[str, Any] = locals_[source[1]] if source else {"": {}}
    for key, values in each.items():
        name, description = (
            filled(resource[field], {"key": key, **{f"value.{k}": v for k, v in values.items()}})
            for field in resource["fields"]
        )
        missing = {"alarm_rule", "event_pattern", "treat_missing_data"} & resource.keys()
        yield Alarm(f"{address}[{key}]" if key else address, name, description, bool(missing))


def filled(text: str, each: dict[str, Any]) -> str:
    for name, value in each.items():
        text = text.replace(f"${{each.{name}}}", str(value))
    return text


def sections() -> dict[str, str]:
    """The text of each section of the runbook, by the alarm in its heading."""
    runbook = (ROOT / RUNBOOK).read_text(encoding="utf-8")
    parts = re.split(r"^## Alarm: ", runbook, flags=re.MULTILINE)[1:]
    titled = (part.split("\n", 1) for part in parts)
    return {title.strip(): re.split(r"^## ", body, flags=re.MULTILINE)[0] for title, body in titled}


ALARMS = [
    alarm
    for terraform in sorted((ROOT / "terraform").rglob("terraform.tf"))
    for alarm in alarms_of(terraform.parent)
]
by_address = pytest.mark.parametrize("alarm", ALARMS, ids=lambda alarm: alarm.address)


@by_address
def test_an_alarm_links_to_a_section_that_is_there(alarm: Alarm) -> None:
    [anchor] = alarm.anchors

    assert "${var.runbook_url}#alarm-" in alarm.description
    assert anchor in sections()


@by_address
def test_an_alarms_name_tells_its_section(alarm: Alarm) -> None:
    [anchor] = alarm.anchors

    assert re.search(rf"{anchor}\b", alarm.name) or alarm.name.startswith("${each.value.failing")


@by_address
def test_an_alarm_says_what_happened_before_its_link(alarm: Alarm) -> None:
    sentence = alarm.description.split("${var.runbook_url}")[0]

    assert len(sentence) > 20


@by_address
def test_an_alarm_says_what_missing_data_means(alarm: Alarm) -> None:
    assert alarm.knows_missing_data


def test_every_section_is_of_an_alarm() -> None:
    assert set(sections()) == {anchor for alarm in ALARMS for anchor in alarm.anchors}


def test_alarms_link_to_the_runbook() -> None:
    [platform] = (ROOT / "terraform/platform/alarms.tf").read_text().split("runbook_url = ")[1:]

    assert f'["{RUNBOOK}"]' in platform


def test_the_links_of_earlier_deployments_still_lead_to_the_runbook() -> None:
    index = (ROOT / INDEX).read_text(encoding="utf-8")
    link = re.compile(r'<a id="alarm-([a-z-]+)"></a>\[\1\]\(operations/alarms\.md#alarm-\1\)')

    assert set(link.findall(index)) == set(sections())


@pytest.mark.parametrize("section", sections())
def test_a_section_says_what_it_means_where_to_look_why_and_what_to_do(section: str) -> None:
    text = sections()[section]

    assert [part for part in PARTS if part not in text] == []
    assert re.search(r"```sh\n.+\n```", text, re.DOTALL)
