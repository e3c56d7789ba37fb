-- title: Scope probing
-- answers: Who tries routes that are not open to them, one route after the other?
-- read: A client with a wrong scope is refused on the route that it needs; who probes is refused on many.
-- acts: Security asks the consumer, or disables it: its token may be in other hands.
-- threshold: In one hour refused with 403 ten times, on four routes or more. Either a fifth of the caller's requests, on
--   three more routes than the usual caller that is refused at all (median over callers and hours); or ten more than five
--   times what its share of refusals in its other hours would give, and five times that share on four routes.
-- section: Security
-- finding: {subject} was refused with 403 on {routes} different routes in the hour from {worst_hour} on ({refused} requests): scope probing.
-- chart: bar subject routes
-- logs-insights: no: it has steps (WITH), and Logs Insights one after the other at most
WITH by_route AS (
  SELECT
    coalesce(client_id, source_ip) AS subject,
    date_trunc('hour', request_time) AS hour_begin,
    coalesce(http_method, '?') || ' ' || coalesce(resource_path, path) AS route,
    count(*) AS requests,
    count_if(status = 403) AS refused
  FROM access_logs
  WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND coalesce(client_id, source_ip) IS NOT NULL AND coalesce(error_type, '-') <> 'WAF_FILTERED'
  GROUP BY 1, 2, 3
),
compared AS (
  SELECT
    subject,
    route,
    hour_begin,
    requests,
    refused,
    sum(requests) OVER (PARTITION BY subject, route) - requests AS other_requests,
    sum(refused) OVER (PARTITION BY subject, route) - refused AS other_refused
  FROM by_route
),
hours AS (
  SELECT
    subject,
    hour_begin,
    sum(requests) AS requests,
    sum(refused) AS refused,
    count_if(refused > 0 AND route IS NOT NULL) AS routes,
    count_if(refused > 0 AND route IS NOT NULL AND refused >= 5e0 * requests * other_refused / greatest(other_requests, 1)) AS new_routes
  FROM compared
  GROUP BY subject, hour_begin
),
history AS (
  SELECT subject, count(*) AS hours, sum(requests) AS requests, sum(refused) AS refused
  FROM hours
  GROUP BY subject
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
INNER JOIN history AS o ON o.subject = h.subject
CROSS JOIN usual AS u
WHERE h.refused >= 10 AND h.routes >= 4
  AND (
    (5 * h.refused >= h.requests AND (h.routes >= u.middle + 3 OR h.routes >= 6))
    OR (
      o.hours >= 24 AND h.new_routes >= 4
      AND h.refused >= 10 + 5e0 * h.requests * (o.refused - h.refused) / greatest(o.requests - h.requests, 1)
    )
  )
GROUP BY h.subject
ORDER BY routes DESC, h.subject
LIMIT 100
