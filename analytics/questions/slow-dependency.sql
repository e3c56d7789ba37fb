-- title: Slow dependency
-- answers: Which route's integration became slow, and when?
-- read: The median of the integration's time in the worst part of the log beside the route's usual median. A part is a
--   quarter of an hour, or as long as the route usually takes for five requests, two hours at most. A log of less than a
--   day is looked at in 96 parts, of ten seconds at least.
-- acts: The service's team: look for what the function calls; time-outs and fallbacks are the cure.
-- threshold: 15 requests in a part, or six in one that is longer than others, their median three times the median of the
--   route's other parts, at least 100 ms longer, and six robust deviations (MAD of parts with half as many requests, at
--   least 5 % of the median). Three parts are needed.
-- needs: 10000 requests
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
span AS (
  SELECT
    to_unixtime(max(least(last_asked, arrived + INTERVAL '1' HOUR)))
    - to_unixtime(min(greatest(first_asked, arrived - INTERVAL '1' HOUR))) AS seconds
  FROM arrivals
),
paces AS (
  SELECT
    http_method,
    resource_path,
    greatest(10e0, least(900e0, s.seconds / 96e0)) AS part_seconds,
    least(7200e0, 5e0 * s.seconds / count(*)) AS pace_seconds
  FROM access_logs
  CROSS JOIN span AS s
  WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND integration_latency IS NOT NULL
  GROUP BY http_method, resource_path, s.seconds
),
halves (phase) AS (
  -- Longer parts overlap by half, so that one of them has most of what happened.
  VALUES (0e0), (0.5e0)
),
slots AS (
  SELECT
    a.http_method || ' ' || a.resource_path AS route,
    (floor(to_unixtime(a.request_time) / greatest(p.part_seconds, p.pace_seconds) + h.phase) - h.phase)
    * greatest(p.part_seconds, p.pace_seconds) AS slot,
    CASE WHEN p.pace_seconds > p.part_seconds THEN 6 ELSE 15 END AS enough,
    count(*) AS requests,
    CAST(approx_percentile(a.integration_latency, 0.5) AS double) AS median_ms
  FROM access_logs AS a
  INNER JOIN paces AS p ON p.http_method = a.http_method AND p.resource_path = a.resource_path
  INNER JOIN halves AS h ON h.phase = 0e0 OR p.pace_seconds > p.part_seconds
  WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND a.integration_latency IS NOT NULL AND a.request_time IS NOT NULL
  GROUP BY 1, 2, 3
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
  WHERE 2 * s.requests >= s.enough
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
WHERE s.requests >= s.enough AND s.median_ms >= 3 * d.middle AND s.median_ms >= d.middle + 100
  AND (s.median_ms - d.middle) / d.deviation >= 6
GROUP BY s.route
ORDER BY median_ms DESC, s.route
LIMIT 100
