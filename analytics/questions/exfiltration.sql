-- title: Exfiltration by volume
-- answers: Which caller takes away far more data than usual?
-- read: The caller's largest hour beside its own median hour, or, where it has less than a day of history, beside the
--   median hour of all callers.
-- acts: Security asks at once; the consumer's key can be disabled.
-- threshold: 500 KB in an hour, ten times the usual hour, and five robust deviations of the logarithms above it.
-- section: Security
-- finding: {subject} took {megabytes} MB in one hour, {times_usual} times its usual: data may be leaking.
-- chart: bar subject megabytes
-- logs-insights: no: it has steps (WITH), and Logs Insights one after the other at most
WITH hours AS (
  SELECT
    coalesce(client_id, source_ip) AS subject,
    date_trunc('hour', request_time) AS hour_begin,
    count(*) AS requests,
    CAST(sum(response_length) AS double) AS bytes
  FROM access_logs
  WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND status < 400 AND coalesce(client_id, source_ip) IS NOT NULL AND request_time IS NOT NULL
  GROUP BY 1, 2
),
own AS (
  SELECT subject, count(*) AS hours, approx_percentile(bytes, 0.5) AS middle
  FROM hours
  GROUP BY subject
),
everybody AS (
  SELECT approx_percentile(bytes, 0.5) AS middle
  FROM hours
),
compared AS (
  SELECT
    h.subject,
    h.hour_begin,
    h.requests,
    h.bytes,
    greatest(1e0, CASE WHEN o.hours >= 24 THEN o.middle ELSE e.middle END) AS usual
  FROM hours AS h
  INNER JOIN own AS o ON o.subject = h.subject
  CROSS JOIN everybody AS e
),
spread AS (
  SELECT subject, greatest(0.4e0, 1.4826e0 * approx_percentile(abs(ln(greatest(bytes, 1e0) / usual)), 0.5)) AS deviation
  FROM compared
  GROUP BY subject
)
SELECT
  c.subject,
  max_by(c.hour_begin, c.bytes) AS worst_hour,
  round(max(c.bytes) / 1e6, 1) AS megabytes,
  round(max_by(c.bytes / c.usual, c.bytes), 0) AS times_usual,
  max_by(c.requests, c.bytes) AS requests
FROM compared AS c
INNER JOIN spread AS s ON s.subject = c.subject
CROSS JOIN (SELECT count(DISTINCT subject) AS callers FROM hours) AS n
WHERE c.bytes >= 5e5 AND c.bytes >= 10 * c.usual AND n.callers >= 2
  AND (ln(c.bytes / c.usual) / s.deviation >= 5 OR (SELECT max(hours) FROM own) < 24)
GROUP BY c.subject
ORDER BY megabytes DESC, c.subject
LIMIT 100
