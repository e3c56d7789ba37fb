-- title: Requests by country
-- answers: Where do requests come from, and how does that move from week to week?
-- read: Share is of the last seven days; before is the share of the seven days before them. Unknown without a web ACL.
-- acts: The platform engineer, who chooses regions; security, when a country is new.
-- threshold: moved is true from 100 requests on, where the share changed by five points and doubled or halved, and the
--   country's own requests a day by half as well: a share also falls when others send more. Needs three days of each week.
-- needs: 10 days
-- section: Locations
-- finding: Requests from {country} moved from {before_percent} % to {share_percent} % of all within a week.
-- finding-when: moved
-- chart: bar country requests
-- logs-insights: no: it has steps (WITH), and Logs Insights one after the other at most
WITH located AS (
  SELECT
    coalesce(w.country, 'unknown') AS country,
    a.request_time >= current_date - INTERVAL '6' DAY AS this_week
  FROM access_logs AS a
  LEFT JOIN request_countries AS w ON w.extended_request_id = a.extended_request_id
  WHERE a.day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d')
),
counted AS (
  SELECT country, count_if(this_week) AS requests, count_if(NOT this_week) AS before
  FROM located
  GROUP BY country
),
days AS (
  SELECT
    count(DISTINCT CASE WHEN request_time >= current_date - INTERVAL '6' DAY THEN day END) AS this_week,
    count(DISTINCT CASE WHEN request_time < current_date - INTERVAL '6' DAY THEN day END) AS before
  FROM access_logs
  WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d')
),
shares AS (
  SELECT
    c.country,
    c.requests,
    c.before,
    1e0 * c.requests / nullif(d.this_week, 0) AS a_day,
    1e0 * c.before / nullif(d.before, 0) AS a_day_before,
    least(d.this_week, d.before) AS days,
    100e0 * c.requests / nullif(sum(c.requests) OVER (), 0) AS share_percent,
    100e0 * c.before / nullif(sum(c.before) OVER (), 0) AS before_percent
  FROM counted AS c
  CROSS JOIN days AS d
)
SELECT
  country,
  requests,
  round(share_percent, 1) AS share_percent,
  round(before_percent, 1) AS before_percent,
  coalesce(
    country <> 'unknown' AND days >= 3 AND greatest(requests, before) >= 100 AND abs(share_percent - before_percent) >= 5
    AND (
      (share_percent >= 2 * before_percent AND a_day >= 1.5e0 * a_day_before)
      OR (before_percent >= 2 * share_percent AND a_day_before >= 1.5e0 * a_day)
    ),
    false
  ) AS moved
FROM shares
ORDER BY requests DESC, country
LIMIT 300
