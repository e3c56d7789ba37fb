-- title: Throttled requests
-- answers: Whose requests are refused with 429, on which route, and why: rate or quota?
-- read: THROTTLED is the rate of a tier or route, QUOTA_EXCEEDED the consumer's quota until its period ends.
-- acts: Support talks to the consumer; the platform engineer weighs a higher tier.
-- section: Consumers
-- chart: bar client_id refusals
-- logs-insights: yes
SELECT
  client_id,
  tenant,
  usage_plan,
  error_type,
  http_method,
  resource_path,
  count(*) AS refusals
FROM access_logs
WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND status = 429
GROUP BY client_id, tenant, usage_plan, error_type, http_method, resource_path
ORDER BY refusals DESC
LIMIT 100
