-- title: Busy hours
-- answers: When in the week is the API used, and when can something be changed quietly?
-- read: Requests by day of the week (1 is Monday) and hour in UTC.
-- acts: Whoever plans a release, a migration, or provisioned concurrency.
-- section: Consumers
-- chart: heat hour_of_day weekday requests
-- logs-insights: no: the line has no field request_time
SELECT
  day_of_week(request_time) AS weekday,
  hour(request_time) AS hour_of_day,
  count(*) AS requests
FROM access_logs
WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND request_time IS NOT NULL
GROUP BY day_of_week(request_time), hour(request_time)
ORDER BY weekday, hour_of_day
