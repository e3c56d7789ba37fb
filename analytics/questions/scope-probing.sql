-- title: Scope probing
-- answers: Who tries routes that are not open to them, one route after the other?
-- read: A client with a wrong scope is refused on the route that it needs; who probes is refused on many.
-- acts: Security asks the consumer, or disables it: its token may be in other hands.
-- threshold: In one hour refused with 403 ten times, on four routes or more, a fifth of the caller's requests, and on
--   three more routes than the usual caller that is refused at all (median over callers and hours).
-- section: Security
-- finding: {subject} was refused with 403 on {routes} different routes within an hour ({refused} requests): scope probing.
-- chart: bar subject routes
-- logs-insights: no: it has steps (WITH), and Logs Insights one after the other at most
WITH hours AS (
  SELECT
    coalesce(client_id, source_ip) AS subject,
    date_trunc('hour', request_time) AS hour_begin,
    count(*) AS requests,
    count_if(status = 403) AS refused,
    count(DISTINCT CASE WHEN status = 403 THEN coalesce(http_method, '?') || ' ' || coalesce(resource_path, path) END)
      AS routes
  FROM access_logs
  WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND coalesce(client_id, source_ip) IS NOT NULL AND coalesce(error_type, '-') <> 'WAF_FILTERED'
  GROUP BY 1, 2
),
usual AS (
  SELECT coalesce(approx_percentile(routes, 0.5), 0) AS middle
  FROM hours
  WHERE refused > 0
)
SELECT
  h.subject,
  max_by(h.hour_begin, h.routes) AS worst_hour,
  max(h.routes) AS routes,
  max_by(h.refused, h.routes) AS refused,
  max_by(h.requests, h.routes) AS requests
FROM hours AS h
CROSS JOIN usual AS u
WHERE h.refused >= 10 AND h.routes >= 4 AND 5 * h.refused >= h.requests
  AND (h.routes >= u.middle + 3 OR h.routes >= 6)
GROUP BY h.subject
ORDER BY routes DESC, h.subject
LIMIT 100
