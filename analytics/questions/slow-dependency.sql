-- title: Slow dependency
-- answers: Which route's integration became slow, and when?
-- read: The median of the integration's time in the worst quarter of an hour beside the route's usual median. A log of
--   less than a day is looked at in 96 parts, of ten seconds at least.
-- acts: The service's team: look for what the function calls; time-outs and fallbacks are the cure.
-- threshold: 15 requests in a quarter of an hour, their median three times the median of the route's other quarters, at
--   least 100 ms longer, and six robust deviations (MAD, at least 5 % of the median). Three quarters are needed.
-- section: Errors and latency
-- finding: {route} waited {median_ms} ms for its integration at {worst_time}, usually {usual_ms} ms: a dependency was slow.
-- chart: bar route median_ms usual_ms
-- logs-insights: no: it has steps (WITH), and Logs Insights one after the other at most
WITH arrivals AS (
  SELECT
    date_parse(day || ' ' || hour, '%Y-%m-%d %H') AS arrived,
    min(request_time) AS first_asked,
    max(request_time) AS last_asked
  FROM access_logs
  WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND request_time IS NOT NULL
  GROUP BY day, hour
),
part AS (
  SELECT
    greatest(10e0, least(900e0, (to_unixtime(max(least(last_asked, arrived + INTERVAL '1' HOUR)))
      - to_unixtime(min(greatest(first_asked, arrived - INTERVAL '1' HOUR)))) / 96e0)) AS seconds
  FROM arrivals
),
slots AS (
  SELECT
    http_method || ' ' || resource_path AS route,
    floor(to_unixtime(request_time) / p.seconds) * p.seconds AS slot,
    count(*) AS requests,
    CAST(approx_percentile(integration_latency, 0.5) AS double) AS median_ms
  FROM access_logs
  CROSS JOIN part AS p
  WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND resource_path IS NOT NULL AND integration_latency IS NOT NULL AND request_time IS NOT NULL
  GROUP BY 1, 2
),
usual AS (
  SELECT route, approx_percentile(median_ms, 0.5) AS middle
  FROM slots
  GROUP BY route
  HAVING count(*) >= 3
),
spread AS (
  SELECT
    s.route,
    max(u.middle) AS middle,
    greatest(1e0, 0.05e0 * max(u.middle), 1.4826e0 * approx_percentile(abs(s.median_ms - u.middle), 0.5)) AS deviation
  FROM slots AS s
  INNER JOIN usual AS u ON u.route = s.route
  GROUP BY s.route
)
SELECT
  s.route,
  date_add('second', CAST(max_by(s.slot, s.median_ms) AS bigint), TIMESTAMP '1970-01-01 00:00:00') AS worst_time,
  round(max(s.median_ms), 0) AS median_ms,
  round(max(d.middle), 0) AS usual_ms,
  max_by(s.requests, s.median_ms) AS requests,
  count(*) AS parts
FROM slots AS s
INNER JOIN spread AS d ON d.route = s.route
WHERE s.requests >= 15 AND s.median_ms >= 3 * d.middle AND s.median_ms >= d.middle + 100
  AND (s.median_ms - d.middle) / d.deviation >= 6
GROUP BY s.route
ORDER BY median_ms DESC, s.route
LIMIT 100
