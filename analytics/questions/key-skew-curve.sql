-- title: Curve of key skew
-- answers: Which share of the requests goes to the most asked share of a service's keys?
-- read: A straight line from corner to corner is even; the earlier a curve rises, the fewer keys carry the load.
-- acts: The service's team, with "Skew of keys" beside it.
-- section: Database
-- chart: curve keys_percent requests_percent service
-- logs-insights: no: it has steps (WITH), and Logs Insights one after the other at most
WITH counted AS (
  SELECT
    split_part(resource_path, '/', 2) AS service,
    split_part(path, '/', cardinality(split(substr(resource_path, 1, strpos(resource_path, '{')), '/')) + cardinality(split(path, '/')) - cardinality(split(resource_path, '/'))) AS key,
    count(*) AS requests
  FROM access_logs
  WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d')
    AND strpos(resource_path, '{') > 0 AND status < 500 AND status NOT IN (401, 403, 429)
  GROUP BY 1, 2
),
ranked AS (
  SELECT
    service,
    100e0 * row_number() OVER (PARTITION BY service ORDER BY requests DESC, key) / count(*) OVER (PARTITION BY service)
      AS keys_percent,
    100e0 * sum(requests) OVER (
      PARTITION BY service ORDER BY requests DESC, key ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) / sum(requests) OVER (PARTITION BY service) AS requests_percent
  FROM counted
  WHERE key <> ''
)
SELECT
  service,
  ceil(keys_percent / 2e0) * 2e0 AS keys_percent,
  round(max(requests_percent), 1) AS requests_percent
FROM ranked
GROUP BY service, ceil(keys_percent / 2e0) * 2e0
ORDER BY service, keys_percent
