-- title: Unusual hours
-- answers: Which consumer is busy at an hour of the day at which it always sleeps?
-- read: usual is what the consumer sent in that hour of the day on its other days, busy what it sends in its median
--   waking hour. One row for each consumer, with its most unusual hour (UTC). A weekly
--   job is seen once, in its first week.
-- acts: Security asks the consumer; a new batch job is the harmless reason.
-- threshold: From five days of history on: 30 requests in an hour and a hundredth of its median waking hour, ten times the
--   mean of that hour on the other days and of the hours beside it, which in turn is below a fifth of its median waking
--   hour; at most a fifth of its days have such an hour. Not where
--   it sent half as much at that time, as unusual, a week or two apart.
-- needs: 5 days
-- section: Security
-- finding: {subject} sent {requests} requests at {hour_of_day}:00 UTC on {on_day}, an hour at which it usually sends {usual}.
-- chart: bar subject requests
-- logs-insights: no: it has steps (WITH), and Logs Insights one after the other at most
WITH counted AS (
  SELECT
    client_id AS subject,
    date_trunc('day', request_time) AS on_day,
    hour(request_time) AS hour_of_day,
    count(*) AS requests
  FROM access_logs
  WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND client_id IS NOT NULL AND request_time IS NOT NULL
  GROUP BY 1, 2, 3
),
clients AS (
  SELECT subject, count(DISTINCT on_day) AS days, approx_percentile(requests, 0.5) AS busy
  FROM counted
  GROUP BY subject
  HAVING count(DISTINCT on_day) >= 5
),
by_hour AS (
  SELECT
    subject,
    hour_of_day,
    sum(requests) AS requests,
    sum(requests) - max(requests) AS others,
    count_if(requests >= 30) AS loud_days
  FROM counted
  GROUP BY subject, hour_of_day
),
around AS (
  SELECT
    c.subject,
    c.on_day,
    c.hour_of_day,
    c.requests,
    k.busy,
    max(CASE WHEN b.hour_of_day = c.hour_of_day THEN b.loud_days ELSE 0 END) AS loud_days,
    k.days,
    max(CASE WHEN b.hour_of_day = c.hour_of_day THEN b.requests - c.requests ELSE b.others END / (k.days - 1e0)) AS usual_around,
    max(CASE WHEN b.hour_of_day = c.hour_of_day THEN (b.requests - c.requests) / (k.days - 1e0) ELSE 0 END) AS usual
  FROM counted AS c
  INNER JOIN clients AS k ON k.subject = c.subject
  INNER JOIN by_hour AS b ON b.subject = c.subject AND (c.hour_of_day - b.hour_of_day) IN (0, 1, -1, 23, -23)
  WHERE c.requests >= 30
  GROUP BY c.subject, c.on_day, c.hour_of_day, c.requests, k.busy, k.days
),
unusual AS (
  SELECT subject, on_day, hour_of_day, requests, usual, busy, days
  FROM around
  WHERE requests >= 10 * (1 + usual_around) AND 5 * usual_around <= busy AND 5 * loud_days <= days + 4 AND 100 * requests >= busy
),
weekly AS (
  SELECT DISTINCT u.subject, u.on_day, u.hour_of_day
  FROM unusual AS u
  INNER JOIN unusual AS o ON o.subject = u.subject AND abs(o.hour_of_day - u.hour_of_day) <= 2
  WHERE 2 * o.requests >= u.requests AND abs(date_diff('day', o.on_day, u.on_day)) IN (7, 14)
)
SELECT
  u.subject,
  date_format(max_by(u.on_day, u.requests), '%Y-%m-%d') AS on_day,
  max_by(u.hour_of_day, u.requests) AS hour_of_day,
  max(u.requests) AS requests,
  round(max_by(u.usual, u.requests), 1) AS usual,
  round(max_by(u.busy, u.requests), 0) AS busy
FROM unusual AS u
LEFT JOIN weekly AS w ON w.subject = u.subject AND w.on_day = u.on_day AND w.hour_of_day = u.hour_of_day
WHERE w.subject IS NULL
GROUP BY u.subject
HAVING 5 * count(DISTINCT u.on_day) <= max(u.days) + 4
ORDER BY requests DESC, subject
LIMIT 100
