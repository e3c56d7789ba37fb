-- title: Cost by consumer and route
-- answers: What does each consumer's use of each route cost, for billing?
-- read: USD at list prices of eu-central-1 (tools/insights/cost/prices.json): the gateway's request, the log line, the
--   function's time (512 MB, from the integration's time) and the bytes that leave. Without tables, caches and what is
--   billed by the hour: make cost has all of it. A line that was delivered twice counts once.
-- acts: Whoever writes the bill.
-- section: Contract and cost
-- chart: bar client_id usd
-- logs-insights: no: it has steps (WITH), and Logs Insights one after the other at most
WITH prices (request, lambda_request, lambda_gb_second, log_gb, line_bytes, out_gb) AS (
  VALUES (3.70e-6, 0.20e-6, 1.33334e-5, 0.63e0, 900e0, 0.09e0)
),
once AS (
  SELECT
    request_id,
    max(client_id) AS client_id,
    max(tenant) AS tenant,
    max(http_method) AS http_method,
    max(resource_path) AS resource_path,
    max(integration_latency) AS integration_latency,
    max(response_length) AS response_length
  FROM access_logs
  WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND request_id IS NOT NULL
  GROUP BY request_id
)
SELECT
  o.client_id,
  o.tenant,
  o.http_method,
  o.resource_path,
  count(*) AS requests,
  round(sum(
    p.request + p.log_gb * p.line_bytes / 1073741824e0
    + CASE WHEN o.integration_latency IS NULL THEN 0e0
      ELSE p.lambda_request + 0.5e0 * p.lambda_gb_second * o.integration_latency / 1e3 END
    + p.out_gb * coalesce(o.response_length, 0) / 1073741824e0
  ), 6) AS usd
FROM once AS o
CROSS JOIN prices AS p
GROUP BY o.client_id, o.tenant, o.http_method, o.resource_path
ORDER BY usd DESC
LIMIT 500
