"""X-Ray: filter expressions of groups."""

import re
from collections.abc import Iterator

from tools.review.aws_rules.knowledge.tables import table
from tools.review.aws_rules.model import Fault, Subject

PROMISE = "Groups of traces have filter expressions that X-Ray reads"
PAGE = "https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html"
LONGEST = 2000
TEXT = re.compile(r'"[^"]*"')
WORD = re.compile(r"[A-Za-z_][\w.]*")
OWN = re.compile(r"\b(?:annotation\.[\w.]+|annotation\[[^\]]*\]|metadata\.[\w.]+)")


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of every group."""
    for group in subject.of("aws_xray_group"):
        text = group.values.get("filter_expression")
        if not isinstance(text, str):
            continue
        bare = TEXT.sub('""', text)
        if bare.count('"') % 2 or any(bare.count(a) != bare.count(b) for a, b in ("()", "{}")):
            yield Fault(group.place, f"{text} is not closed", "Close quotes and brackets")
        if len(text) > LONGEST:
            yield Fault(group.place, f"{len(text):,} characters of 2,000", "Shorten it")
        for word in sorted(set(WORD.findall(OWN.sub("", TEXT.sub("", text))))):
            if word.lower() not in table("xray")["words"]:
                yield Fault(group.place, f"{text} uses {word}, which is no keyword", "See the page")
        if group.values.get("group_name") == "Default":
            yield Fault(group.place, "Default is X-Ray's own group", "Take another name")
