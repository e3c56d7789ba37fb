-- title: User agents
-- answers: Which software calls the API?
-- read: The busiest user agents, as they were sent.
-- acts: Whoever maintains client libraries, before an old version is refused.
-- section: Consumers
-- chart: bar user_agent requests
-- logs-insights: yes
SELECT
  user_agent,
  count(*) AS requests
FROM access_logs
WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND user_agent IS NOT NULL
GROUP BY user_agent
ORDER BY requests DESC
LIMIT 100
