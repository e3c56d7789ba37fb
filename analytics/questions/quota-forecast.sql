-- title: Quota forecast
-- answers: Which consumer will use up its quota before the period ends, and when?
-- read: used counts the period that the newest request is in; the pace is that of the last 24 hours, or since the period or
--   the log began where that is less. The levels are those of shared/throttling.json.
-- acts: Support warns the consumer, or offers the next tier.
-- threshold: A twentieth of the quota used, an hour observed, and the pace reaches the quota before the period ends.
-- section: Consumers
-- finding: {subject} will exhaust its quota of {quota} a {period} on {exhausted_weekday} {exhausted_at} UTC.
-- chart: bar subject used_percent
-- logs-insights: no: it has steps (WITH), and Logs Insights one after the other at most
WITH tiers (tier, rate_per_second, quota, period) AS (
  VALUES
    ('bronze', 10, 10000, 'DAY'),
    ('silver', 50, 500000, 'MONTH'),
    ('gold', 200, 5000000, 'MONTH'),
    ('internal', 500, 50000000, 'MONTH')
),
newest AS (
  -- A line whose clock jumped must not move the period: no request is later than the hour in which its line arrived.
  SELECT
    max(least(last_asked, arrived + INTERVAL '1' HOUR)) AS newest_time,
    min(greatest(first_asked, arrived - INTERVAL '1' HOUR)) AS oldest
  FROM (
    SELECT
      date_parse(day || ' ' || hour, '%Y-%m-%d %H') AS arrived,
      min(request_time) AS first_asked,
      max(request_time) AS last_asked
    FROM access_logs
    WHERE day >= date_format(current_date - INTERVAL '31' DAY, '%Y-%m-%d') AND request_time IS NOT NULL
    GROUP BY day, hour
  ) AS arrivals
),
requests AS (
  SELECT
    a.client_id AS subject,
    max(a.usage_plan) AS tier,
    date_trunc('hour', a.request_time) AS hour_begin,
    -- A line may be delivered twice, a request counts once.
    count(DISTINCT a.request_id) AS requests
  FROM access_logs AS a
  WHERE a.day >= date_format(current_date - INTERVAL '31' DAY, '%Y-%m-%d')
    AND a.client_id IS NOT NULL AND a.status NOT IN (401, 403, 429)
  GROUP BY 1, 3
),
periods AS (
  SELECT
    r.subject,
    t.tier,
    t.quota,
    t.period,
    n.newest_time,
    CASE WHEN t.period = 'DAY' THEN date_trunc('day', n.newest_time) ELSE date_trunc('month', n.newest_time) END AS period_begin,
    CASE
      WHEN t.period = 'DAY' THEN date_add('day', 1, date_trunc('day', n.newest_time))
      ELSE date_add('month', 1, date_trunc('month', n.newest_time))
    END AS period_end,
    r.hour_begin,
    r.requests,
    n.oldest
  FROM requests AS r
  INNER JOIN tiers AS t ON t.tier = r.tier
  CROSS JOIN newest AS n
),
paced AS (
  SELECT
    subject,
    tier,
    quota,
    period,
    newest_time,
    period_end,
    sum(CASE WHEN hour_begin >= period_begin THEN requests ELSE 0 END) AS used,
    sum(CASE WHEN hour_begin > date_add('hour', -24, newest_time) THEN requests ELSE 0 END) AS recent,
    to_unixtime(newest_time) - greatest(to_unixtime(date_add('hour', -24, newest_time)), to_unixtime(max(oldest))) AS seconds
  FROM periods
  GROUP BY subject, tier, quota, period, newest_time, period_end
),
forecasts AS (
  SELECT
    subject,
    tier,
    quota,
    period,
    used,
    period_end,
    newest_time,
    recent / seconds AS per_second,
    CASE WHEN recent > 0 THEN greatest(0e0, CAST(quota - used AS double)) * seconds / recent END AS seconds_left
  FROM paced
  WHERE seconds >= 3600
)
SELECT
  subject,
  tier,
  quota,
  lower(period) AS period,
  used,
  round(100e0 * used / quota, 1) AS used_percent,
  round(per_second * 3600e0, 0) AS requests_an_hour,
  date_format(date_add('second', CAST(seconds_left AS bigint), newest_time), '%Y-%m-%d %H:%i') AS exhausted_at,
  date_format(date_add('second', CAST(seconds_left AS bigint), newest_time), '%W') AS exhausted_weekday
FROM forecasts
WHERE 20 * used >= quota AND to_unixtime(newest_time) + seconds_left < to_unixtime(period_end)
ORDER BY seconds_left, subject
LIMIT 100
