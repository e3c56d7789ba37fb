"""Costs, from prices and usage to the command."""

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from tests.harness.roots import module_call
from tools.deploy.where.environment import VALUES, Environment, named
from tools.insights.cost.__main__ import main
from tools.insights.cost.log_line import bytes_of_paths, bytes_per_line
from tools.insights.cost.prices import Price, by_service, prices, table, total
from tools.insights.cost.reports import page
from tools.insights.cost.reports.bars import WIDTH, bars
from tools.insights.cost.reports.report import parts_of_million
from tools.insights.cost.resources.counting import counted
from tools.insights.cost.resources.running import DEFAULT_MEMORY_MB, Lines, Running, running
from tools.insights.cost.routes import Route
from tools.insights.cost.traffic import Traffic
from tools.insights.cost.usage import Month
from tools.insights.cost.usual import usual
from tools.review.aws_rules import sources

TERRAFORM = Path("terraform")
READ = Route("parcels", "GET /parcels", reads=True, cached=False, direct=False)
DIRECT = Route("labels", "GET /labels/{labelId}", reads=True, cached=True, direct=True)
WRITE = Route("labels", "POST /labels", reads=False, cached=False, direct=False)
ALWAYS_KNOWN = {"cache_hit_ratio": 1.0}


def month(
    *,
    cache: str | None = None,
    counted: dict[str, float] | None = None,
    traced: bool = False,
    regions: int = 1,
    **traffic: Any,
) -> Month:
    place = Running(
        name="dev",
        cache_gb=cache,
        retention_days=30,
        machines=2,
        memory_mb={"parcels": 1024},
        indexes={"labels": 1},
        counted=counted or {},
        lines=Lines() if traced else Lines(traced_share=0, traced_per_second=0),
        regions=regions,
    )
    traffic = {"authorizer": ALWAYS_KNOWN, "function_log_bytes": 0, **traffic}
    return Month(place, Traffic.model_validate(traffic), line_bytes=1000)


def test_a_price_falls_for_what_goes_beyond_a_quantity() -> None:
    price = Price("API Gateway", 3.70, 1_000_000, ((333_000_000, 3.19),))

    assert price.of(334_000_000) == pytest.approx(333 * 3.70 + 3.19)


def test_a_request_costs_what_its_parts_cost() -> None:
    route = {"GET /parcels": {"duration_ms": 100, "read_units": 2, "response_kb": 0}}

    used = month(routes=route).of_request(READ)

    assert used["lambda_request"] == 1
    assert used["lambda_gb_second"] == pytest.approx(0.1)
    million = by_service({name: quantity * 1_000_000 for name, quantity in used.items()})
    assert million["API Gateway"] == pytest.approx(3.70)
    assert million["Lambda"] == pytest.approx(0.20 + 100_000 * 0.0000133334)
    assert million["DynamoDB"] == pytest.approx(2 * 0.1525)
    stored, length = 0.15 * 0.0324, 1000 + bytes_of_paths(READ.address)
    assert million["CloudWatch Logs"] == pytest.approx(length * 1e6 / 1024**3 * (0.63 + stored))


def test_what_the_cache_answers_reaches_neither_function_nor_table() -> None:
    route = {DIRECT.name: {"read_units": 1, "cache_hit_ratio": 0.75}}

    with_cache = month(cache="0.5", routes=route).of_request(DIRECT)
    without = month(routes=route).of_request(DIRECT)

    assert with_cache["dynamodb_read_unit"] == 0.25
    assert without["dynamodb_read_unit"] == 1
    assert without["lambda_request"] == 0


def test_the_authorizer_runs_when_the_gateway_does_not_know_its_answer() -> None:
    settings = {"cache_hit_ratio": 0.9, "duration_ms": 20}

    used = month(authorizer=settings).of_request(DIRECT)

    assert used["lambda_request"] == pytest.approx(0.1)
    assert used["lambda_gb_second"] == pytest.approx(0.1 * 0.020 * 0.5)


def test_a_write_is_one_more_in_every_index() -> None:
    used = month(routes={WRITE.name: {"write_units": 3}}).of_request(WRITE)

    assert used["dynamodb_write_unit"] == 6


def test_an_index_whose_key_changes_takes_what_the_file_says() -> None:
    routes = {WRITE.name: {"write_units": 1, "index_write_units": 2}}

    assert month(routes=routes).of_request(WRITE)["dynamodb_write_unit"] == 3


def test_lines_and_traces_that_an_environment_leaves_out_cost_nothing() -> None:
    full = month(traced=True, counted={"waf_acl": 1}, function_log_bytes=700)
    lean = Lines(of_functions=False, traced_share=0, traced_per_second=0)

    used = replace(full, running=replace(full.running, lines=lean)).of_request(READ)

    left = full.of_request(READ)["logs_ingested_gb"] - used["logs_ingested_gb"]
    assert left == pytest.approx(700 / 1024**3)
    assert used["xray_trace"] == 0


def test_a_web_acls_line_goes_to_one_place_and_is_paid_in_steps_of_five_kilobytes() -> None:
    logged = month(counted={"waf_acl": 1})
    delivered = replace(logged, running=replace(logged.running, lines=Lines(delivered=True)))

    before, now = (each.of_request(READ) for each in (logged, delivered))

    line = logged.line_bytes + bytes_of_paths(READ.address)
    assert before["logs_ingested_gb"] - now["logs_ingested_gb"] == pytest.approx(1600 / 1024**3)
    assert now["firehose_ingested_gb"] == pytest.approx((line + 5 * 1024) / 1024**3)
    assert now["firehose_converted_gb"] == pytest.approx(line / 1024**3)
    assert "firehose_ingested_gb" not in before


@pytest.mark.parametrize(
    ("address", "length"),
    [("/orders", len("/v1/orders/orders")), ("/orders/{orderId}", len("/v1/orders/") + 30 + 17)],
)
def test_a_line_has_its_path_as_asked_for_and_as_declared(address: str, length: int) -> None:
    assert bytes_of_paths(address) == length


def test_an_access_log_that_is_kept_for_fewer_days_is_stored_for_less() -> None:
    short = replace(month(), running=replace(month().running, lines=Lines(access_days=3)))

    stored, before = (each.of_request(READ)["logs_stored_gb"] for each in (short, month()))

    assert stored == pytest.approx(before / 10)


def test_values_say_which_lines_and_traces_are_paid_for() -> None:
    written = sources.read(TERRAFORM)

    dev, prod = (running(named(name), written).lines for name in ("dev", "prod"))

    assert dev == Lines(delivered=True)
    assert (prod.of_functions, prod.delivered, prod.traced_share) == (False, True, 0.001)
    assert bytes_per_line(written, prod.omitted) < bytes_per_line(written)


def test_the_usual_stack_has_every_line_and_what_the_file_says_of_it() -> None:
    routes = {WRITE.name: {"write_units": 1, "usual": {"write_units": 3}}}
    lean = Lines(of_functions=False, traced_share=0, traced_per_second=0)
    ours = month(routes=routes, function_log_bytes=700)
    ours = replace(ours, running=replace(ours.running, lines=lean))

    used = usual(ours, line_bytes=2000).of_request(WRITE)

    assert used["dynamodb_write_unit"] == 6
    assert used["xray_trace"] == 0.05
    line = 2000 + bytes_of_paths(WRITE.address)
    assert used["logs_ingested_gb"] == pytest.approx((line + 700) / 1024**3)


def test_a_bar_is_as_long_as_its_cost_and_has_a_piece_for_each_service() -> None:
    console = Console(width=160, record=True, file=io.StringIO())
    priced = month()

    console.print(bars(priced, usual(priced, 1000), [READ, WRITE]))

    lengths = [line.count("█") for line in console.export_text().splitlines()]
    assert max(lengths) == WIDTH
    assert set(parts_of_million(priced, READ)) >= {"API Gateway", "DynamoDB", "Lambda"}


def test_an_idle_month_costs_keys_clients_secrets_and_the_hours_of_the_cache() -> None:
    idle = month(cache="0.5", counted={"kms_key": 2, "waf_acl": 1, "waf_rule": 3}).idle()

    assert total(idle) == pytest.approx(730 * 0.02 + 2 * 1 + 2 * 6 + 2 * 0.40 + 5 + 3)


def test_environments_that_are_kept_ready_cost_by_their_memory_and_the_second() -> None:
    ready = replace(month(), running=replace(month().running, provisioned_mb=5 * 1024))

    more = total(ready.idle()) - total(month().idle())

    assert more == pytest.approx(5 * 730 * 3600 * 0.0000033334)


def test_what_is_kept_ready_is_read_from_an_environments_values(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    functions = {"authorizer": {"provisioned": 3, "memory_mb": 1024}, "smoke": {"provisioned": 2}}
    values = named("dev").values | {"functions": functions}
    monkeypatch.setattr(Environment, "values", values)

    assert running(named("dev"), sources.read(TERRAFORM)).provisioned_mb == 3 * 1024 + 2 * 512


def test_a_second_region_runs_everything_twice_but_the_users() -> None:
    idle = month(cache="0.5", counted={"kms_key": 2}, regions=2).idle()

    twice, once = 2 * (730 * 0.02 + 2 * 1 + 2 * 0.40), 2 * 6 + 2 * 1.50
    assert total(idle) == pytest.approx(twice + once)


def test_a_second_region_writes_and_stores_everything_twice_and_reads_once() -> None:
    routes = {WRITE.name: {"read_units": 1, "write_units": 3}}

    used = month(regions=2, routes=routes, stored_gb={"labels": 10})

    assert used.of_request(WRITE)["dynamodb_write_unit"] == 12
    assert used.of_request(WRITE)["dynamodb_read_unit"] == 1
    assert used.total([])["dynamodb_storage_gb"] == 40
    assert used.total([])["dynamodb_pitr_gb"] == 20


def test_a_month_is_its_requests_and_its_idle_cost_and_what_is_stored() -> None:
    priced = month(
        routes={READ.name: {"requests": 1_000_000, "duration_ms": 0, "response_kb": 0}},
        stored_gb={"labels": 10},
        tokens=2000,
        people=100,
    )

    costs = by_service(priced.total([READ, WRITE]))

    assert costs["API Gateway"] == pytest.approx(3.70)
    assert costs["CloudWatch"] == pytest.approx(7 * 0.30)
    assert costs["Cognito"] == pytest.approx(2 * 6 + 2 * 2.25 + 100 * 0.015)
    table_and_index = 20 * 0.306 + 10 * 0.2448
    assert costs["DynamoDB"] == pytest.approx(table_and_index + 0.1525)


def test_a_web_acl_is_paid_for_by_the_request_and_by_the_line_that_it_logs() -> None:
    plain = month(waf_log_bytes=500).of_request(READ)
    guarded = month(waf_log_bytes=500, counted={"waf_acl": 1}).of_request(READ)

    assert guarded["waf_request"] == 1
    assert guarded["logs_ingested_gb"] - plain["logs_ingested_gb"] == pytest.approx(500 / 1024**3)


def test_the_first_trace_of_each_second_is_paid_for_too() -> None:
    busy = month(traced=True, routes={READ.name: {"requests": 10_000_000}})
    quiet = month(traced=True, routes={READ.name: {"requests": 1_000}})

    assert busy.of_request(READ)["xray_trace"] == 0.05
    assert busy.total([READ])["xray_trace"] == pytest.approx(500_000 + 730 * 3600)
    assert quiet.total([READ])["xray_trace"] == pytest.approx(1_000)


def test_what_an_environment_leaves_out_costs_it_nothing() -> None:
    written = sources.read(TERRAFORM)

    dev, local, prod = (running(named(name), written).counted for name in ("dev", "local", "prod"))
    tables = len(list(Path("services").glob("*/dynamodb.py")))

    assert "waf_acl" not in dev
    assert (prod["waf_acl"], prod["waf_rule"]) == (1, 6)
    # Four rules a table: the most used and the most throttled partition keys, and those of items.
    assert (local["contributor_rule"], "contributor_rule" in prod) == (4 * tables, False)


def test_a_repeated_resource_is_counted_as_often_as_its_map_is_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("root").mkdir()
    Path("root/main.tf").write_text(
        "locals {\n  windows = { a = 1, b = 2 }\n}\n"
        'resource "aws_cloudwatch_metric_alarm" "x" {\n  for_each = local.windows\n'
        '  dynamic "metric_query" {\n    for_each = { e = 1, f = 2, g = 3 }\n'
        "    content {\n      id = metric_query.key\n    }\n  }\n}\n"
    )

    assert counted(sources.read(Path("root")), [Path("root")]) == {"alarm": 6}


def test_the_page_has_every_environment_and_route(tmp_path: Path) -> None:
    text = page.write([month()], [READ], tmp_path / "cost.html").read_text(encoding="utf-8")

    assert "<b>dev</b>" in text
    assert "<td>GET <wbr>/parcels" in text
    assert "Cognito: 12.00 USD" in text
    assert "prefers-color-scheme: dark" in text


def test_a_number_in_the_file_is_taken_instead_of_the_counted_one() -> None:
    priced = month(counted={"alarm": 1, "kms_key": 1}, running={"alarm": 40})

    assert priced.counted() == {"alarm": 40, "kms_key": 1}


def test_an_environment_is_read_from_its_values_and_terraform() -> None:
    written = sources.read(TERRAFORM)

    environment = running(named("local"), written)

    assert environment.cache_gb == named("local").values["cache_size"]
    assert environment.counted["kms_key"] >= 2
    for service, indexes in environment.indexes.items():
        assert indexes == len(module_call(service).get("table_indexes", {}))


def test_the_memory_is_the_one_that_the_module_gives() -> None:
    text = Path("terraform/modules/lambda_function/variables.tf").read_text(encoding="utf-8")

    assert f"memory_mb       = optional(number, {DEFAULT_MEMORY_MB})" in text


def test_every_price_has_its_unit_its_page_and_its_date() -> None:
    entries = table()["prices"].values()

    assert all(each["unit"] and each["as_of"] for each in entries)
    assert all(each["page"].startswith("https://aws.amazon.com/") for each in entries)
    assert len(entries) == len(prices())


def test_the_last_line_is_json_for_other_programs(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["--env", "dev", "--json"])

    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert status == 0
    assert figures["environments"]["dev"]["month"] > figures["environments"]["dev"]["idle"] > 0


def test_without_a_name_every_environment_is_priced(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["--json"])

    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert status == 0
    assert set(figures["environments"]) == {path.stem for path in VALUES.glob("*.tfvars")}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"token": 1}, "token is unknown; known are routes"),
        ({"routes": {"GET /parcels": {"request": 1}}}, "request is unknown; known are requests"),
        ({"routes": {"GET /none": {}}}, "routes → GET /none is unknown"),
        ({"stored_gb": {"none": 1}}, "stored_gb → none is unknown"),
        ({"running": {"none": 1}}, "running → none is unknown"),
        ({"tokens": -1}, "tokens: Input should be greater than or equal to 0"),
        ({"authorizer": {"cache_hit_ratio": 2}}, "less than or equal to 1"),
        ({"authorizer": {"ms": 2}}, "ms is unknown; known are cache_hit_ratio"),
    ],
)
def test_a_file_that_cannot_be_priced_ends_in_a_sentence(
    change: dict[str, Any], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "traffic.json"
    path.write_text(json.dumps(change))

    status = main(["--traffic", str(path)])

    assert (status, sentence in capsys.readouterr().err) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--traffic", "none.json"], "none.json cannot be read"),
        (["--traffic", "README.md"], "README.md: Invalid JSON"),
        (["--env", "none"], "there is no environment none"),
    ],
)
def test_bad_arguments_end_in_a_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(arguments)

    assert (status, sentence in capsys.readouterr().err) == (1, True)
