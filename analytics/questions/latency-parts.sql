-- title: Latency in parts
-- answers: Where does the time go: authorizer, integration, or the gateway itself?
-- read: Averages and p99 of each part. What is answered from the cache, or refused, has no integration part; a kept
--   authorizer's answer takes no time.
-- acts: The platform engineer for gateway and authorizer, the service's team for the integration.
-- section: Errors and latency
-- chart: bar resource_path integration_ms authorizer_ms
-- logs-insights: yes
SELECT
  http_method,
  resource_path,
  count(*) AS requests,
  avg(response_latency) AS total_ms,
  avg(integration_latency) AS integration_ms,
  avg(authorizer_latency) AS authorizer_ms,
  approx_percentile(response_latency, 0.99) AS total_p99_ms,
  approx_percentile(integration_latency, 0.99) AS integration_p99_ms,
  approx_percentile(authorizer_latency, 0.99) AS authorizer_p99_ms
FROM access_logs
WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND resource_path IS NOT NULL
GROUP BY http_method, resource_path
ORDER BY total_p99_ms DESC
LIMIT 100
