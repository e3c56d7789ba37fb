-- title: Cache hits
-- answers: Which routes are answered from the gateway's cache, and how often?
-- read: A read answered well without an integration was a hit. A route with no hits at all declares no cache, or its
--   callers never ask twice in time. CloudWatch's metrics are exact for the stage, these for the route.
-- acts: The service's team, with "What a cache would do".
-- section: Errors and latency
-- chart: bar route hit_percent
-- logs-insights: no: it calculates with COUNTIF
SELECT
  http_method || ' ' || resource_path AS route,
  count(*) AS reads,
  count_if(integration_latency IS NULL AND integration_status IS NULL) AS hits,
  round(100e0 * count_if(integration_latency IS NULL AND integration_status IS NULL) / count(*), 1) AS hit_percent
FROM access_logs
WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND http_method = 'GET' AND status IN (200, 304) AND resource_path IS NOT NULL
GROUP BY http_method, resource_path
ORDER BY hits DESC, reads DESC, route
LIMIT 200
