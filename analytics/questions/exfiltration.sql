-- title: Exfiltration by volume
-- answers: Which caller takes away far more data than usual?
-- read: The caller's largest hour beside its own median hour, or, where it has less than a day of history, beside the
--   median hour of all callers; read_route is 'all', or the one whose volume is out of place. An export by a schedule is
--   seen once, in its first week.
-- acts: Security asks at once; the consumer's key can be disabled.
-- threshold: 500 KB in an hour, ten times the usual hour, twice the largest hour of its usual day, and five robust
--   deviations of the logarithms above it. The same of one route that it has read in 24 hours or more, where that alone is
--   more than its usual hour of everything. Not where the caller took half as much at that time a week or two
--   apart: five times its usual hour, and half as much again as the largest of its usual day.
-- section: Security
-- finding: {subject} took {megabytes} MB in the hour from {worst_hour} on, {times_usual} times its usual: data may be leaking.
-- chart: bar subject megabytes
-- logs-insights: no: it has steps (WITH), and Logs Insights one after the other at most
WITH by_route AS (
  SELECT
    coalesce(client_id, source_ip) AS subject,
    coalesce(http_method || ' ' || resource_path, '-') AS route,
    date_trunc('hour', request_time) AS hour_begin,
    count(*) AS requests,
    CAST(sum(response_length) AS double) AS bytes
  FROM access_logs
  WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND status < 400 AND coalesce(client_id, source_ip) IS NOT NULL AND request_time IS NOT NULL
  GROUP BY 1, 2, 3
),
hours AS (
  SELECT subject, 'all' AS route, hour_begin, sum(requests) AS requests, sum(bytes) AS bytes
  FROM by_route
  GROUP BY subject, hour_begin
  UNION ALL
  SELECT subject, route, hour_begin, requests, bytes
  FROM by_route
),
own AS (
  SELECT subject, route, count(*) AS hours, approx_percentile(bytes, 0.5) AS middle
  FROM hours
  GROUP BY subject, route
),
peaks AS (
  SELECT subject, route, CASE WHEN count(*) >= 3 THEN approx_percentile(bytes, 0.5) ELSE 0e0 END AS peak
  FROM (
    SELECT subject, route, date_trunc('day', hour_begin) AS on_day, max(bytes) AS bytes
    FROM hours
    GROUP BY 1, 2, 3
  ) AS largest
  GROUP BY subject, route
),
everybody AS (
  SELECT approx_percentile(bytes, 0.5) AS middle, count(DISTINCT subject) AS callers
  FROM hours
  WHERE route = 'all'
),
compared AS (
  SELECT
    h.subject,
    h.route,
    h.hour_begin,
    h.requests,
    h.bytes,
    greatest(1e0, CASE WHEN o.hours >= 24 THEN o.middle ELSE e.middle END) AS usual,
    o.hours,
    a.middle AS usual_of_all,
    p.peak,
    e.callers
  FROM hours AS h
  INNER JOIN own AS o ON o.subject = h.subject AND o.route = h.route
  INNER JOIN own AS a ON a.subject = h.subject AND a.route = 'all'
  INNER JOIN peaks AS p ON p.subject = h.subject AND p.route = h.route
  CROSS JOIN everybody AS e
),
spread AS (
  SELECT
    subject,
    route,
    greatest(0.4e0, 1.4826e0 * approx_percentile(abs(ln(greatest(bytes, 1e0) / usual)), 0.5)) AS deviation
  FROM compared
  GROUP BY subject, route
),
outliers AS (
  SELECT c.subject, c.route, c.hour_begin, c.requests, c.bytes, c.bytes / c.usual AS times
  FROM compared AS c
  INNER JOIN spread AS s ON s.subject = c.subject AND s.route = c.route
  WHERE c.bytes >= 5e5 AND c.bytes >= 10 * c.usual AND c.callers >= 2
    AND (c.hours < 24 OR c.bytes >= 2 * c.peak)
    AND (c.route = 'all' OR (c.hours >= 24 AND c.bytes >= c.usual_of_all))
    AND (ln(c.bytes / c.usual) / s.deviation >= 5 OR (SELECT max(hours) FROM own) < 24)
),
weekly AS (
  SELECT DISTINCT s.subject, s.route, s.hour_begin
  FROM outliers AS s
  INNER JOIN compared AS h ON h.subject = s.subject AND h.route = s.route
  WHERE 2 * h.bytes >= s.bytes AND h.bytes >= 5 * h.usual AND (h.hours < 24 OR 2 * h.bytes >= 3 * h.peak) AND (
    -- Seven days apart, or fourteen, and two hours.
    abs(abs(to_unixtime(h.hour_begin) - to_unixtime(s.hour_begin)) - 604800e0) <= 7200e0
    OR abs(abs(to_unixtime(h.hour_begin) - to_unixtime(s.hour_begin)) - 1209600e0) <= 7200e0
  )
),
suspects AS (
  SELECT s.*
  FROM outliers AS s
  LEFT JOIN weekly AS w ON w.subject = s.subject AND w.route = s.route AND w.hour_begin = s.hour_begin
  WHERE w.subject IS NULL
)
SELECT
  subject,
  max_by(hour_begin, bytes) AS worst_hour,
  round(max(bytes) / 1e6, 1) AS megabytes,
  round(max_by(times, bytes), 0) AS times_usual,
  max_by(requests, bytes) AS requests,
  max_by(route, bytes) AS read_route
FROM suspects
GROUP BY subject
ORDER BY megabytes DESC, subject
LIMIT 100
