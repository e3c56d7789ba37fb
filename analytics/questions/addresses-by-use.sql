-- title: Addresses by use
-- answers: Which source addresses send most, with how many clients behind each?
-- read: Many clients behind one address is a shared network or an attacker with many tokens.
-- acts: Security, beside the web ACL's rate limit.
-- section: Locations
-- chart: bar source_ip requests
-- logs-insights: no: it counts what is not absent, and a dash is a value there
SELECT
  source_ip,
  count(*) AS requests,
  count(DISTINCT client_id) AS clients,
  count(DISTINCT user_agent) AS user_agents
FROM access_logs
WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND source_ip IS NOT NULL
GROUP BY source_ip
ORDER BY requests DESC, source_ip
LIMIT 100
