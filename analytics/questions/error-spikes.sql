-- title: Error spikes
-- answers: Which route began to fail, and when?
-- read: One row for each route, with its worst quarter of an hour (UTC).
-- acts: The service's team; a release at that time is the usual reason.
-- threshold: 20 requests in a quarter of an hour, ten answered with 5xx, which is 5 % of them or more, and five times the
--   route's share of 5xx at its other times.
-- section: Errors and latency
-- finding: {route} failed {failed_percent} % of its requests at {worst_time} ({failed} with 5xx).
-- chart: bar route failed
-- logs-insights: no: it has steps (WITH), and Logs Insights one after the other at most
WITH slots AS (
  SELECT
    http_method || ' ' || resource_path AS route,
    floor(to_unixtime(request_time) / 900e0) AS slot,
    count(*) AS requests,
    count_if(status >= 500) AS failed
  FROM access_logs
  WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND resource_path IS NOT NULL AND http_method IS NOT NULL AND request_time IS NOT NULL
  GROUP BY 1, 2
),
marked AS (
  SELECT
    route,
    slot,
    requests,
    failed,
    requests >= 20 AND failed >= 10 AND 20 * failed >= requests AS bad
  FROM slots
),
usual AS (
  SELECT
    route,
    sum(CASE WHEN bad THEN 0 ELSE failed END) AS failed,
    sum(CASE WHEN bad THEN 0 ELSE requests END) AS requests
  FROM marked
  GROUP BY route
)
SELECT
  m.route,
  date_add('second', CAST(max_by(m.slot, m.failed) * 900e0 AS bigint), TIMESTAMP '1970-01-01 00:00:00') AS worst_time,
  max(m.failed) AS failed,
  max_by(m.requests, m.failed) AS requests,
  round(max_by(100e0 * m.failed / m.requests, m.failed), 1) AS failed_percent,
  count(*) AS quarters
FROM marked AS m
INNER JOIN usual AS u ON u.route = m.route
WHERE m.bad AND (u.requests = 0 OR 1e0 * m.failed / m.requests >= 5e0 * u.failed / u.requests)
GROUP BY m.route
ORDER BY failed DESC, m.route
LIMIT 100
