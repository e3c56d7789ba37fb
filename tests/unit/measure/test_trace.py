"""Where the time of a run of Terraform went."""

import re
import sys
from pathlib import Path

import pytest

from tools.measure.trace import record, timeline
from tools.measure.trace.__main__ import main
from tools.measure.trace.account import Request, Run, runs
from tools.measure.trace.terraform import run

PHASES = (("start", 1.0), ("provider and schema", 2.0), ("apply", 7.0))
FAKE = """
import os, time
log = open(os.environ["TF_LOG_PATH"], "w")
for words in ("Terraform version: 1.11.4", "created provider logger: level=off",
              "Starting graph walk: walkApply", "created provider logger: level=off"):
    now = time.time()
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{int(now % 1 * 1000):03d}"
    print(f"{stamp}Z [DEBUG] {words}", file=log, flush=True)
    time.sleep(0.05)
print("aws_sqs_queue.work: Creating...", flush=True)
time.sleep(0.05)
print("aws_sqs_queue.work: Creation complete after 0s [id=work]", flush=True)
print(os.environ["TF_APPEND_USER_AGENT"])
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(record.VARIABLE, str(tmp_path))
    return tmp_path


def request(began: float, seconds: float, caller: str = "platform:apply") -> Request:
    return Request(began, seconds, caller, "ssm GetParameter")


def span() -> dict[str, object]:
    facts = {"cpu": 3.0, "phases": PHASES}
    return {"kind": "terraform", "name": "platform apply", "began": 0.0, "ended": 10.0, **facts}


def applied(*requests: Request) -> Run:
    return runs([span()], requests)[0]


def test_answers_that_overlap_count_once() -> None:
    phase = applied(request(3.0, 1.0), request(3.5, 1.0), request(8.0, 0.5))

    assert phase.answering == pytest.approx(2.0)


def test_a_wait_is_a_long_pause_between_requests_of_a_walk() -> None:
    phase = applied(request(0.5, 0.1), request(3.0, 0.1), request(3.2, 0.1), request(5.0, 0.1))

    assert [until for _, until in phase.waits] == [5.0]
    assert phase.waiting == pytest.approx(1.7)


def test_the_processor_time_of_a_run_is_its_providers_too() -> None:
    other = {"kind": "provider", "name": "gateway apply", "began": -1.0, "ended": 11.0, "cpu": 5.0}
    ours = {**other, "name": "platform apply", "cpu": 2.0}

    assert runs([span(), other, ours], [])[0].cpu == pytest.approx(5.0)


def test_requests_of_another_run_are_left_out() -> None:
    phase = applied(request(3.0, 1.0, "gateway:apply"), request(11.0, 1.0))

    assert phase.requests == ()


def test_a_run_is_taken_apart_by_what_terraform_and_its_provider_tell(place: Path) -> None:
    done = run([sys.executable, "-c", FAKE], {"PATH": ""}, "platform apply")

    (resource,) = [each for each in record.read(place) if each["kind"] == "resource"]
    (terraform,) = [each for each in record.read(place) if each["kind"] == "terraform"]
    assert done.stdout.endswith("caller/platform:apply\n")
    assert (resource["name"], resource["action"]) == ("aws_sqs_queue.work", "Creating")
    assert [name for name, _ in terraform["phases"]] == ["start", "provider and schema", "apply"]
    assert sum(seconds for _, seconds in terraform["phases"]) == pytest.approx(
        terraform["ended"] - terraform["began"]
    )


def test_without_a_trace_a_run_is_only_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(record.VARIABLE, raising=False)

    done = run([sys.executable, "-c", "print('done')"], {}, "platform apply")

    assert (done.returncode, done.stdout) == (0, "done\n")


def test_the_picture_is_a_drawing_with_a_bar_for_each_phase_request_and_wait() -> None:
    phase = applied(request(3.0, 0.1), request(5.0, 0.1))

    picture = timeline.svg([span()], [phase])

    titles = re.findall("<rect [^>]*><title>([^<]*)</title></rect>", picture)
    assert "platform apply: apply, 7.00 s" in titles
    assert titles.count("ssm GetParameter, 0.10 s") == 2
    assert "waits, 1.90 s" in titles


def test_a_traced_command_keeps_its_status_and_leaves_a_table_and_a_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AWS_PORT", "1")
    monkeypatch.setenv(record.VARIABLE, "")
    status = main([sys.executable, "-c", "raise SystemExit(3)"])

    assert status == 3
    assert "Steps" in (tmp_path / ".build/trace/trace.txt").read_text()
    assert (tmp_path / ".build/trace/trace.svg").read_text().startswith("<svg")
