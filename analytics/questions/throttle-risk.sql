-- title: Throttled consumers, and those about to be
-- answers: Which consumer is refused by its rate, and who comes close to it?
-- read: peak_second is the most in one second that was let through, rate what the tier promises. state is throttled or
--   close. The levels are those of shared/throttling.json.
-- acts: Support: the consumer wants a higher tier, or retries too eagerly.
-- threshold: throttled: 20 refusals (429) in an hour, 5 % of its requests in it. close: ten seconds in an hour with
--   nine tenths of the rate or more.
-- section: Consumers
-- finding: {subject} is {state}: {throttled} of {requests} requests in the hour from {worst_hour} on were refused with 429; its tier {tier} has {rate} a second.
-- chart: bar subject throttled
-- logs-insights: no: it has steps (WITH), and Logs Insights one after the other at most
WITH tiers (tier, rate_per_second, quota, period) AS (
  VALUES
    ('bronze', 10, 10000, 'DAY'),
    ('silver', 50, 500000, 'MONTH'),
    ('gold', 200, 5000000, 'MONTH'),
    ('internal', 500, 50000000, 'MONTH')
),
seconds AS (
  SELECT
    client_id AS subject,
    usage_plan AS tier,
    date_trunc('second', request_time) AS second_begin,
    count(*) AS requests,
    count_if(status = 429) AS throttled
  FROM access_logs
  WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND client_id IS NOT NULL AND request_time IS NOT NULL
  GROUP BY 1, 2, 3
),
hours AS (
  SELECT
    s.subject,
    s.tier,
    max(t.rate_per_second) AS rate,
    date_trunc('hour', s.second_begin) AS hour_begin,
    sum(s.requests) AS requests,
    sum(s.throttled) AS throttled,
    max(s.requests - s.throttled) AS peak_second,
    count_if(10 * (s.requests - s.throttled) >= 9 * t.rate_per_second) AS close_seconds
  FROM seconds AS s
  LEFT JOIN tiers AS t ON t.tier = s.tier
  GROUP BY s.subject, s.tier, date_trunc('hour', s.second_begin)
)
SELECT
  subject,
  max(tier) AS tier,
  max(rate) AS rate,
  CASE WHEN count_if(throttled >= 20 AND 20 * throttled >= requests) > 0 THEN 'throttled' ELSE 'close' END AS state,
  max_by(hour_begin, 10 * throttled + close_seconds) AS worst_hour,
  max_by(requests, 10 * throttled + close_seconds) AS requests,
  max_by(throttled, 10 * throttled + close_seconds) AS throttled,
  max(peak_second) AS peak_second
FROM hours
WHERE (throttled >= 20 AND 20 * throttled >= requests) OR close_seconds >= 10
GROUP BY subject
ORDER BY throttled DESC, subject
LIMIT 100
