-- title: Latency over time
-- answers: When was the API slower than usual?
-- read: Percentiles of each hour (UTC); the band is between p50 and p99.
-- acts: The on-call engineer, beside the list of releases.
-- section: Errors and latency
-- chart: ribbon hour_begin p50_ms p90_ms p99_ms
-- logs-insights: no: the line has no field request_time
SELECT
  date_trunc('hour', request_time) AS hour_begin,
  count(*) AS requests,
  approx_percentile(response_latency, 0.5) AS p50_ms,
  approx_percentile(response_latency, 0.9) AS p90_ms,
  approx_percentile(response_latency, 0.99) AS p99_ms
FROM access_logs
WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') 
  AND request_time >= current_date - INTERVAL '14' DAY AND request_time < current_date + INTERVAL '1' DAY
GROUP BY date_trunc('hour', request_time)
ORDER BY hour_begin
