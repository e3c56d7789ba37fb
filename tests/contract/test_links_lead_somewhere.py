"""Every relative link of a Markdown page leads to a file, and to a heading or anchor in it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ["docs", "services", "embedded_aws", "tools", "terraform", "shared"]
PAGES = sorted([ROOT / "README.md", *(page for f in FOLDERS for page in (ROOT / f).rglob("*.md"))])
LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")
CODE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """The fragments that GitHub gives a page: one per heading, and those written as `<a id>`."""
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'<a id="([^"]+)">', text))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    links = [(page.parent / path if path else page, anchor) for path, anchor in LINK.findall(text)]

    assert [str(target) for target, _ in links if not target.exists()] == []
    assert [f"{t}#{a}" for t, a in links if a and t.exists() and a not in anchors(t)] == []
