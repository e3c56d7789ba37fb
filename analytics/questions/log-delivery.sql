-- title: Delivery of the log
-- answers: How complete is the log: how many lines came twice, late, without a time or with a time to come?
-- read: late lines came in an hour after the one of their request or later. All are kept; the hour of a line is that of
--   its arrival.
-- acts: The platform engineer, when a figure looks wrong.
-- section: Contract and cost
-- logs-insights: no: the line has no field day
SELECT
  day,
  count(*) AS lines,
  count(*) - count(DISTINCT request_id) - count_if(request_id IS NULL) AS duplicates,
  count_if(request_id IS NULL) AS without_id,
  count_if(request_time IS NULL) AS without_time,
  count_if(date_format(request_time, '%Y-%m-%d %H') < day || ' ' || hour) AS late,
  count_if(date_format(request_time, '%Y-%m-%d %H') > day || ' ' || hour) AS early
FROM access_logs
WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d')
GROUP BY day
ORDER BY day
