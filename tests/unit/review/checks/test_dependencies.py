"""Audits: where nobody answers, nothing was audited, and the command says so."""

from pathlib import Path

import pytest

from tools.command import CommandError
from tools.review.checks import dependencies


def test_a_source_that_knows_nothing_has_audited_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dependencies, "audited", lambda *_: [])

    with pytest.raises(CommandError, match=r"Nothing was audited.*knows nothing of jinja2"):
        dependencies.answering_source()


def test_the_first_source_that_answers_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def audited(_: Path, source: str) -> list[str]:
        if source == "osv":
            raise CommandError("osv gives no advisories")
        return ["jinja2 2.10: PYSEC-2019-217"]

    monkeypatch.setattr(dependencies, "audited", audited)

    assert dependencies.answering_source() == "pypi"
