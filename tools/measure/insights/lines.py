"""Writes streams as the lines of the three logs, to Parquet with day and hour as columns."""

# ruff: noqa: E501, S608 - the SQL is a generator's own, and reads worse when it is broken
import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tools.measure.insights.api import api
from tools.measure.insights.streams import Overlay, Stream

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COLUMNS = Path("analytics/columns.json")
STREAMS = """
CREATE OR REPLACE TEMP TABLE streams (
  number BIGINT, client_id VARCHAR, requests BIGINT, addresses VARCHAR[], countries VARCHAR[], agents VARCHAR[],
  tenant VARCHAR, tier VARCHAR, routes VARCHAR[], hours INTEGER[], begin_at DOUBLE, span DOUBLE, sequential BOOLEAN,
  p401 DOUBLE, p403 DOUBLE, p429 DOUBLE, p500 DOUBLE, bytes_factor DOUBLE
)
"""
DRAWN = """
WITH numbered AS (
  SELECT s.*, unnest(range(s.requests)) AS i FROM streams AS s
),
drawn AS (
  SELECT
    *,
    {u1} AS u1, {u2} AS u2, {u3} AS u3, {u4} AS u4, {u5} AS u5, {u6} AS u6, {u7} AS u7, {u8} AS u8,
    {u9} AS u9, {u10} AS u10, {u11} AS u11
  FROM numbered
),
timed AS (
  SELECT
    *,
    CASE
      WHEN len(hours) > 0
        THEN {start} + floor(u1 * {days}) * 86400 + hours[1 + CAST(floor(u2 * len(hours)) AS INTEGER)] * 3600 + u3 * 3600
      WHEN sequential THEN begin_at + span * i / requests
      ELSE begin_at + u1 * span
    END AS asked_at,
    routes[1 + CAST(floor(u4 * len(routes)) AS INTEGER)] AS route,
    1 + CAST(floor(u5 * len(addresses)) AS INTEGER) AS place,
    sqrt(-2 * ln(greatest(u7, 1e-9))) * cos(6.2831853 * u8) AS normal
  FROM drawn
),
asked AS (
  SELECT
    *,
    ({overlaid_failing}) AS failing,
    CASE
      WHEN sequential THEN CAST(1000 + i AS VARCHAR)
      WHEN u6 < ({overlaid_hot}) THEN {hot_id}
      ELSE CAST(CAST(floor(5000 * u9 * u10) AS BIGINT) + 1 AS VARCHAR)
    END AS id
  FROM timed
  WHERE asked_at < {end}
),
outcomes AS (
  SELECT
    *,
    CASE
      WHEN u11 < p401 THEN 401
      WHEN u11 < p401 + p403 THEN 403
      WHEN u11 < p401 + p403 + p429 THEN 429
      WHEN u11 < p401 + p403 + p429 + p500 OR u8 < failing THEN 500
      WHEN route LIKE 'POST %' AND route NOT LIKE '%cancel' THEN 201
      ELSE 200
    END AS status,
    md5(concat('r', '{seed}', number, '-', i)) AS request_id
  FROM asked
),
measured AS (
  SELECT
    *,
    strftime(to_timestamp(asked_at) AT TIME ZONE 'UTC', '%Y-%m-%d') AS day,
    strftime(to_timestamp(asked_at) AT TIME ZONE 'UTC', '%H') AS hour,
    (CASE route {latencies} ELSE 20 END) * exp(0.35 * normal) * ({overlaid_latency}) AS integration_ms,
    CASE WHEN status < 400 THEN (CASE route {sizes} ELSE 500 END) * exp(0.5 * normal) * bytes_factor ELSE 180 END AS size
  FROM outcomes
)
"""
ACCESS = """
SELECT
  CASE WHEN status = 401 THEN 'Unauthorized' ELSE '-' END AS authorizer_error,
  CASE WHEN u6 < 0.03 THEN CAST(CAST(20 + 30 * u7 AS INTEGER) AS VARCHAR) ELSE '-' END AS authorizer_latency,
  CASE WHEN status = 401 THEN '401' ELSE '200' END AS authorizer_status,
  CASE WHEN status = 401 THEN '-' ELSE client_id END AS client_id,
  '-' AS consumer_key_id, '-' AS error_message,
  CASE status WHEN 401 THEN 'UNAUTHORIZED' WHEN 403 THEN 'ACCESS_DENIED' WHEN 429 THEN 'THROTTLED' ELSE '-' END AS error_type,
  concat('x', request_id) AS extended_request_id,
  split_part(route, ' ', 1) AS http_method,
  '-' AS integration_error,
  CASE WHEN status IN (401, 403, 429) OR cached THEN '-' ELSE CAST(CAST(integration_ms AS INTEGER) AS VARCHAR) END
    AS integration_latency,
  CASE WHEN status IN (401, 403, 429) OR cached THEN '-' ELSE CAST(status AS VARCHAR) END AS integration_status,
  '/v1' || regexp_replace(split_part(route, ' ', 2), '\\{{[a-zA-Z]+\\}}', concat(prefix, id)) AS path,
  request_id,
  CAST(CAST(asked_at * 1000 AS BIGINT) AS VARCHAR) AS request_time_epoch,
  split_part(route, ' ', 2) AS resource_path,
  CAST(CAST(CASE WHEN status IN (401, 403, 429) OR cached THEN 2 + 3 * u7 ELSE integration_ms + 4 + 3 * u7 END AS INTEGER) AS VARCHAR)
    AS response_latency,
  CAST(CAST(size AS BIGINT) AS VARCHAR) AS response_length,
  addresses[place] AS source_ip,
  CAST(status AS VARCHAR) AS status,
  CASE WHEN status = 401 THEN '-' ELSE client_id END AS subject,
  CASE WHEN status = 401 THEN '-' ELSE tenant END AS tenant,
  '-' AS trace_id,
  CASE WHEN status = 401 THEN '-' ELSE tier END AS usage_plan,
  agents[1 + CAST(floor(u4 * len(agents)) AS INTEGER)] AS user_agent,
  '-' AS validation_error, '-' AS waf_response_code, '-' AS waf_status,
  day, hour
FROM (
  SELECT
    *,
    route IN ({cached}) AND u6 > 0.6 AND status = 200 AS cached,
    left(split_part(route, '/', 2), 3) || '_' AS prefix
  FROM measured
)
"""
WEB_ACL = """
SELECT
  'ALLOW' AS action, '1' AS formatversion,
  concat('{{"clientIp":"', addresses[place], '","country":"', countries[place], '","uri":"/v1","args":"","httpVersion":"HTTP/1.1",',
    '"httpMethod":"', split_part(route, ' ', 1), '","requestId":"x', request_id, '"}}') AS httprequest,
  'a:v1' AS httpsourceid, 'APIGW' AS httpsourcename, '[]' AS labels, '[]' AS nonterminatingmatchingrules,
  '[]' AS ratebasedrulelist, '-' AS responsecodesent, '[]' AS rulegrouplist, 'Default_Action' AS terminatingruleid,
  'REGULAR' AS terminatingruletype, CAST(CAST(asked_at * 1000 AS BIGINT) AS VARCHAR) AS "timestamp", 'arn:acl' AS webaclid,
  day, hour
FROM measured
"""
FUNCTIONS = """
SELECT
  {nothing},
  concat('{{"requestId":"', request_id, '","status":"success","metrics":{{"durationMs":', round(integration_ms, 1),
    ',"billedDurationMs":', CAST(ceil(integration_ms) AS INTEGER), ',"memorySizeMB":512,"maxMemoryUsedMB":120',
    CASE WHEN u6 < 0.01 THEN concat(',"initDurationMs":', round(400 + 200 * u7, 1)) ELSE '' END, '}}}}') AS record,
  split_part(route, '/', 2) AS service,
  strftime(to_timestamp(asked_at) AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.000Z') AS "time",
  'platform.report' AS type,
  day, hour
FROM measured
WHERE status NOT IN (401, 403, 429) AND route NOT IN ({direct})
"""


def write(  # noqa: PLR0913 - what is written, and when
    connection: "DuckDBPyConnection",
    folder: Path,
    streams: Sequence[Stream],
    overlays: Sequence[Overlay],
    *,
    seed: int,
    start: float,
    days: int,
) -> int:
    """Write a Parquet file of each table to the folder; the number of requests."""
    connection.execute("SET preserve_insertion_order = false")  # or many lines wait for others
    connection.execute(STREAMS)
    connection.executemany(
        f"INSERT INTO streams VALUES ({', '.join('?' * 18)})",  # nosec B608 # placeholders alone
        [_row(*each) for each in enumerate(streams)],
    )
    measured = _measured(overlays, seed, start, days)
    names = json.loads(COLUMNS.read_text(encoding="utf-8"))["function_log_lines"]
    nothing = ", ".join(
        f'CAST(NULL AS VARCHAR) AS "{name}"'
        for name in names
        if name not in {"record", "service", "time", "type"}
    )
    for table, select in (
        ("access_log_lines", ACCESS),
        ("web_acl_log_lines", WEB_ACL),
        ("function_log_lines", FUNCTIONS),
    ):
        connection.execute(
            f"COPY ({measured} {select.format(nothing=nothing, cached=_listed(api().cached), direct=_listed(api().direct))}) TO '{folder / table}.parquet' (FORMAT parquet)"
        )
    return sum(each.requests for each in streams)


def _row(number: int, stream: Stream) -> tuple[object, ...]:
    return (
        number, stream.client_id, stream.requests, [each for each, _ in stream.addresses],
        [each for _, each in stream.addresses], list(stream.agents), stream.tenant, stream.tier, list(stream.routes),
        list(stream.hours), stream.begin, stream.span, stream.sequential, *stream.refused, stream.bytes_factor,
    )  # fmt: skip


def _measured(overlays: Sequence[Overlay], seed: int, start: float, days: int) -> str:
    draws = {
        f"u{k}": f"(hash(i * 16 + {k}, number, {seed}) % 1000000007) / 1000000007.0"
        for k in range(1, 12)
    }
    return DRAWN.format(
        **draws,
        seed=seed,
        start=start,
        days=days,
        end=start + days * 86400,
        latencies=" ".join(f"WHEN '{name}' THEN {kind.ms}" for name, kind in api().kinds.items()),
        sizes=" ".join(f"WHEN '{name}' THEN {kind.size}" for name, kind in api().kinds.items()),
        overlaid_failing=_case(overlays, "failing", 0),
        overlaid_latency=_case(overlays, "latency_factor", 1),
        overlaid_hot=_case(overlays, "hot", 0),
        hot_id=_case(overlays, "hot_id", ""),
    )


def _listed(names: Collection[str]) -> str:
    """Names for SQL's IN, which takes no empty list."""
    return ", ".join(f"'{name}'" for name in ("", *sorted(names)))


def _case(overlays: Sequence[Overlay], name: str, usual: object) -> str:
    cases = " ".join(
        f"WHEN route = '{each.route}' AND asked_at BETWEEN {each.begin} AND {each.begin + each.span} "
        f"THEN {getattr(each, name)!r}"
        for each in overlays
        if getattr(each, name) != usual
    )
    return f"CASE {cases} ELSE {usual!r} END" if cases else repr(usual)
