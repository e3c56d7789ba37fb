-- title: Refusals by reason
-- answers: Why does the gateway refuse requests before a service sees them?
-- read: error_type is API Gateway's gateway response: UNAUTHORIZED, ACCESS_DENIED, THROTTLED, BAD_REQUEST_BODY and so on.
-- acts: The platform engineer; the service's team for BAD_REQUEST_…, which are often a contract misread.
-- section: Errors and latency
-- chart: bar error_type refusals
-- logs-insights: yes
SELECT
  error_type,
  status,
  count(*) AS refusals
FROM access_logs
WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND error_type IS NOT NULL
GROUP BY error_type, status
ORDER BY refusals DESC
LIMIT 100
