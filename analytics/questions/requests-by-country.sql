-- title: Requests by country
-- answers: Where do requests come from, and how does that move from week to week?
-- read: Share is of the last seven days; before is the share of the seven days before them. Unknown without a web ACL.
-- acts: The platform engineer, who chooses regions; security, when a country is new.
-- threshold: moved is true from 200 requests on, where the share changed by five points and doubled or halved.
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
  LEFT JOIN (
    SELECT extended_request_id, max(country) AS country
    FROM web_acl_logs
    WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d')
    GROUP BY extended_request_id
  ) AS w ON w.extended_request_id = a.extended_request_id
  WHERE a.day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d')
),
counted AS (
  SELECT country, count_if(this_week) AS requests, count_if(NOT this_week) AS before
  FROM located
  GROUP BY country
),
shares AS (
  SELECT
    country,
    requests,
    before,
    100e0 * requests / nullif(sum(requests) OVER (), 0) AS share_percent,
    100e0 * before / nullif(sum(before) OVER (), 0) AS before_percent
  FROM counted
)
SELECT
  country,
  requests,
  round(share_percent, 1) AS share_percent,
  round(before_percent, 1) AS before_percent,
  coalesce(
    country <> 'unknown' AND greatest(requests, before) >= 200 AND abs(share_percent - before_percent) >= 5
    AND greatest(share_percent, before_percent) >= 2 * least(share_percent, before_percent),
    false
  ) AS moved
FROM shares
ORDER BY requests DESC, country
LIMIT 300
