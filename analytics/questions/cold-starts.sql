-- title: Cold starts
-- answers: How many invocations of each function began cold, and how long did that take?
-- read: From Lambda's own report of each invocation. Of a function with a high share and steady traffic, some
--   concurrency could be provisioned; the cost report says what that costs.
-- acts: The service's team.
-- section: Errors and latency
-- chart: bar service cold_percent
-- logs-insights: no: it does not ask the view access_logs
SELECT
  service,
  count(*) AS invocations,
  count(init_duration_ms) AS cold_starts,
  round(100e0 * count(init_duration_ms) / count(*), 2) AS cold_percent,
  approx_percentile(init_duration_ms, 0.5) AS init_p50_ms,
  approx_percentile(init_duration_ms, 0.99) AS init_p99_ms,
  approx_percentile(billed_duration_ms, 0.5) AS billed_p50_ms,
  max(max_memory_used_mb) AS most_memory_mb
FROM function_logs
WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND type = 'platform.report'
GROUP BY service
ORDER BY cold_starts DESC, service
