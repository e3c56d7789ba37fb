-- title: Token sharing
-- answers: Which caller's token is used from many countries at once?
-- read: The caller is the token's subject: a consumer, or a person. The countries are those of one hour.
-- acts: Security rotates the consumer's secret and asks who has it.
-- threshold: Three or more countries in one hour, three requests from each, and two more than the median over callers and
--   hours. Two are left alone: a company may well have two places. Needs the web ACL's log.
-- section: Security
-- finding: {subject} was used from {countries} countries in the hour from {worst_hour} on ({where_from}): its token is shared, or stolen.
-- chart: bar subject countries
-- logs-insights: no: it has steps (WITH), and Logs Insights one after the other at most
WITH located AS (
  SELECT
    coalesce(a.subject, a.client_id) AS subject,
    date_trunc('hour', a.request_time) AS hour_begin,
    w.country,
    count(*) AS requests
  FROM access_logs AS a
  INNER JOIN request_countries AS w ON w.extended_request_id = a.extended_request_id
  WHERE a.day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d')
    AND coalesce(a.subject, a.client_id) IS NOT NULL AND a.status < 500 AND a.status <> 401
  GROUP BY 1, 2, 3
),
hours AS (
  SELECT
    subject,
    hour_begin,
    count_if(requests >= 3) AS countries,
    array_join(array_agg(country ORDER BY requests DESC, country), ', ') AS where_from
  FROM located
  GROUP BY subject, hour_begin
),
usual AS (
  SELECT approx_percentile(countries, 0.5) AS middle
  FROM hours
  WHERE countries > 0
)
SELECT
  h.subject,
  max_by(h.hour_begin, h.countries) AS worst_hour,
  max(h.countries) AS countries,
  max_by(h.where_from, h.countries) AS where_from,
  count(*) AS hours
FROM hours AS h
CROSS JOIN usual AS u
WHERE h.countries >= 3 AND h.countries >= u.middle + 2
GROUP BY h.subject
ORDER BY countries DESC, h.subject
LIMIT 100
