-- title: Consumers by use
-- answers: Who uses the API most: requests, bytes, and what they wait?
-- read: One row for each client, the busiest first; requests without a client were refused before anybody was known.
-- acts: The platform engineer, who agrees tiers; support, who knows the consumers.
-- section: Consumers
-- chart: bar client_id requests
-- logs-insights: yes
SELECT
  client_id,
  tenant,
  usage_plan,
  count(*) AS requests,
  sum(response_length) AS bytes,
  approx_percentile(response_latency, 0.99) AS p99_ms
FROM access_logs
WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d')
GROUP BY client_id, tenant, usage_plan
ORDER BY requests DESC
LIMIT 100
