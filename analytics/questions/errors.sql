-- title: Errors by route, class and consumer
-- answers: Which requests are refused or fail, on which route, for whom, and with what?
-- read: A status from 500 on is ours; 4xx is the caller's, or a limit. error_type is the gateway's reason; there is none
--   where a service has answered itself.
-- acts: The service's team for 5xx; support for a consumer's 4xx.
-- section: Errors and latency
-- chart: bar resource_path errors
-- logs-insights: yes
SELECT
  http_method,
  resource_path,
  status,
  error_type,
  client_id,
  count(*) AS errors
FROM access_logs
WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND status >= 400
GROUP BY http_method, resource_path, status, error_type, client_id
ORDER BY errors DESC
LIMIT 200
