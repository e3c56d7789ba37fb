-- title: Latency by route
-- answers: Which routes are slow: usually, and for the unlucky?
-- read: p50 is what most wait; p99 what one of a hundred waits, cold starts included.
-- acts: The service's team, from the top.
-- section: Errors and latency
-- chart: bar resource_path p99_ms p50_ms
-- logs-insights: yes
SELECT
  http_method,
  resource_path,
  count(*) AS requests,
  approx_percentile(response_latency, 0.5) AS p50_ms,
  approx_percentile(response_latency, 0.9) AS p90_ms,
  approx_percentile(response_latency, 0.99) AS p99_ms,
  max(response_latency) AS slowest_ms
FROM access_logs
WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND resource_path IS NOT NULL
GROUP BY http_method, resource_path
ORDER BY p99_ms DESC
LIMIT 100
