-- title: Error spikes
-- answers: Which route began to fail, and when?
-- read: One row for each route, with its worst time (UTC): a quarter of an hour, or for routes that are seldom called an
--   hour or four. evidence is a logarithm of likelihoods: of a new share of failures, against the usual one.
-- acts: The service's team; a release at that time is the usual reason.
-- threshold: Within a quarter, an hour or four: 20 requests, ten answered with 5xx, which is 5 % of them or more, and five
--   times the route's share of 5xx at its other times. Or four with 5xx, which is a fifth of them, and an evidence of 14.
-- needs: 5000 requests
-- section: Errors and latency
-- finding: {route} failed {failed_percent} % of its requests in {minutes} minutes from {worst_time} on ({failed} with 5xx).
-- chart: bar route failed
-- logs-insights: no: it has steps (WITH), and Logs Insights one after the other at most
WITH lengths (seconds) AS (
  VALUES (900e0), (3600e0), (14400e0)
),
quarters AS (
  SELECT
    http_method || ' ' || resource_path AS route,
    floor(to_unixtime(request_time) / 900e0) * 900e0 AS begins,
    count(*) AS requests,
    count_if(status >= 500) AS failed
  FROM access_logs
  WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND resource_path IS NOT NULL AND http_method IS NOT NULL AND request_time IS NOT NULL
  GROUP BY 1, 2
),
slots AS (
  SELECT
    q.route,
    l.seconds,
    floor(q.begins / l.seconds) * l.seconds AS begins,
    sum(q.requests) AS requests,
    sum(q.failed) AS failed
  FROM quarters AS q
  CROSS JOIN lengths AS l
  GROUP BY 1, 2, 3
),
marked AS (
  SELECT
    route,
    seconds,
    begins,
    requests,
    failed,
    requests >= 20 AND failed >= 10 AND 20 * failed >= requests AS many,
    failed >= 4 AND 5 * failed >= requests AS few
  FROM slots
),
usual AS (
  SELECT
    route,
    seconds,
    sum(CASE WHEN many OR few THEN 0 ELSE failed END) AS failed,
    sum(CASE WHEN many OR few THEN 0 ELSE requests END) AS requests
  FROM marked
  GROUP BY route, seconds
),
compared AS (
  SELECT
    m.route,
    m.seconds,
    m.begins,
    m.requests,
    m.failed,
    m.many AND (u.requests = 0 OR 1e0 * m.failed / m.requests >= 5e0 * u.failed / u.requests) AS many,
    m.few,
    -- Of two counts that nothing is known of, one in two fails: a route without a history is not judged by few requests.
    m.requests * (u.failed + 1e0) / (u.requests + 2e0) AS expected
  FROM marked AS m
  INNER JOIN usual AS u ON u.route = m.route AND u.seconds = m.seconds
  WHERE m.many OR m.few
),
spikes AS (
  SELECT
    route,
    seconds,
    begins,
    requests,
    failed,
    many,
    few,
    CASE WHEN failed > expected THEN failed * ln(failed / expected) - failed + expected ELSE 0e0 END AS evidence
  FROM compared
)
SELECT
  route,
  date_add('second', CAST(max_by(begins, evidence / seconds) AS bigint), TIMESTAMP '1970-01-01 00:00:00') AS worst_time,
  CAST(max_by(seconds, evidence / seconds) / 60e0 AS bigint) AS minutes,
  max_by(failed, evidence / seconds) AS failed,
  max_by(requests, evidence / seconds) AS requests,
  round(max_by(100e0 * failed / requests, evidence / seconds), 1) AS failed_percent,
  round(max_by(evidence, evidence / seconds), 0) AS evidence
FROM spikes
WHERE many OR (few AND evidence >= 14)
GROUP BY route
ORDER BY failed DESC, route
LIMIT 100
