"""Which failed checks are excused, and by which comments."""

from pathlib import Path
from typing import Any

import pytest

from tools.review.scan.judgement import HIGH, comment_faults, faults, judged
from tools.review.scan.model import Finding, Skip
from tools.review.scan.skips import in_folder, of_address

REASON = "a reason that can be read"
FINDING = Finding("gateway", "aws_sqs_queue.this", "CKV_AWS_27", "Queues are encrypted")
PLAN: dict[str, Any] = {
    "configuration": {
        "root_module": {
            "module_calls": {
                "inner": {"source": "../modules/inner", "module": {}},
                "other": {"source": "../modules/other", "module": {}},
            }
        }
    }
}


def _write(folder: Path, *comments: str) -> None:
    folder.mkdir(parents=True)
    lines = "\n".join(f"  #checkov:skip={each}" for each in comments)
    text = f'resource "aws_sqs_queue" "this" {{\n{lines}\n  name = "q"\n}}\n'
    (folder / "main.tf").write_text(text, encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    _write(tmp_path / "modules/inner", f"CKV_AWS_27:{REASON}")
    _write(tmp_path / "modules/other")
    _write(tmp_path / "root")
    return tmp_path / "root"


def _skip(check: str = FINDING.check, reason: str = REASON) -> Skip:
    return Skip(Path("main.tf"), 2, check, reason)


def test_a_comment_is_found_in_the_module_that_the_resource_comes_from(root: Path) -> None:
    [skip] = of_address(root, PLAN, 'module.inner["a.b"].aws_sqs_queue.this[0]')

    assert (skip.check, skip.reason, skip.line) == ("CKV_AWS_27", REASON, 2)


@pytest.mark.parametrize("address", ["module.other.aws_sqs_queue.this", "aws_sqs_queue.this"])
def test_a_comment_excuses_no_other_modules_resource_of_that_name(root: Path, address: str) -> None:
    assert of_address(root, PLAN, address) == []


def test_a_comment_outside_of_a_block_belongs_to_nothing(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(f"#checkov:skip=CKV_AWS_27:{REASON}\n", encoding="utf-8")

    assert [block for block, _ in in_folder(tmp_path)] == [""]


def test_a_failed_check_without_a_comment_is_a_fault() -> None:
    [fault] = faults([FINDING], lambda _: [_skip("CKV_AWS_999")])

    assert "#checkov:skip=CKV_AWS_27:<reason>" in fault.message


def test_a_failed_check_with_a_reason_is_excused() -> None:
    assert faults([FINDING], lambda _: [_skip()]) == []


def test_a_check_that_counts_as_high_is_never_excused() -> None:
    high = Finding("gateway", "aws_iam_policy.this", next(iter(HIGH)), "No full administration")

    [fault] = faults([high], lambda _: [_skip(high.check)])

    assert "counts as HIGH" in fault.message


@pytest.mark.parametrize(
    ("block", "skip", "message"),
    [
        ("aws_sqs_queue.this", _skip(reason=""), "gives no reason"),
        ("aws_sqs_queue.this", _skip(reason="because"), "gives no reason"),
        ("", _skip(), "stands outside of a resource"),
        ("aws_sqs_queue.this", _skip(check=next(iter(HIGH))), "counts as HIGH"),
    ],
)
def test_a_comment_that_cannot_count_is_a_fault(block: str, skip: Skip, message: str) -> None:
    [fault] = comment_faults([(block, skip)], [skip])

    assert message in fault.message


def test_a_comment_that_excuses_nothing_any_more_is_a_fault() -> None:
    [fault] = comment_faults([("aws_sqs_queue.this", _skip())], [])

    assert "excuses nothing" in fault.message


def test_a_comment_without_a_reason_does_not_pass_a_scan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path / "terraform/gateway", "CKV_AWS_27")
    monkeypatch.chdir(tmp_path)

    wrong, _ = judged({"gateway": {"configuration": {"root_module": {}}}}, [FINDING])

    assert [each.where for each in wrong] == ["terraform/gateway/main.tf:2"]
    assert "gives no reason" in wrong[0].message
