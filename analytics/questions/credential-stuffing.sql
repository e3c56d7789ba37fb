-- title: Credential stuffing
-- answers: Which addresses try tokens that are refused, one after the other, or many addresses together?
-- read: One row for each address, with its worst five minutes; "many addresses" where none is conspicuous alone.
-- acts: Security: block the address in the web ACL; ask the consumer if it is one's own.
-- threshold: An address: 20 refusals (401) in five minutes, half of its requests then. Many addresses: 50 refusals in
--   five minutes at five other addresses, half of the requests of each, eight robust deviations (median and MAD over all five minutes) above usual.
-- section: Security
-- finding: {subject} had {refused} requests refused with 401 in five minutes from {worst_five_minutes} on, {refused_percent} % of its requests: credential stuffing.
-- chart: bar subject refused
-- logs-insights: no: it has steps (WITH), and Logs Insights one after the other at most
WITH slots AS (
  SELECT
    coalesce(source_ip, 'unknown') AS source_ip,
    floor(to_unixtime(request_time) / 300e0) AS slot,
    count(*) AS requests,
    count_if(status = 401) AS refused
  FROM access_logs
  WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND request_time IS NOT NULL
  GROUP BY 1, 2
),
conspicuous AS (
  SELECT
    source_ip AS subject,
    max_by(slot, refused) AS slot,
    max(refused) AS refused,
    max_by(requests, refused) AS requests,
    1 AS addresses
  FROM slots
  WHERE refused >= 20 AND 2 * refused >= requests
  GROUP BY source_ip
),
rest AS (
  SELECT
    slot,
    sum(CASE WHEN 2 * refused >= requests THEN refused ELSE 0 END) AS refused,
    sum(CASE WHEN 2 * refused >= requests THEN requests ELSE 0 END) AS requests,
    count_if(2 * refused >= requests) AS addresses
  FROM slots
  WHERE source_ip NOT IN (SELECT subject FROM conspicuous)
  GROUP BY slot
),
usual AS (
  SELECT approx_percentile(refused, 0.5) AS middle
  FROM rest
),
spread AS (
  SELECT max(u.middle) AS middle, greatest(1e0, 1.4826e0 * approx_percentile(abs(r.refused - u.middle), 0.5)) AS deviation
  FROM rest AS r
  CROSS JOIN usual AS u
),
together AS (
  SELECT
    'many addresses' AS subject,
    max_by(r.slot, r.refused) AS slot,
    max(r.refused) AS refused,
    max_by(r.requests, r.refused) AS requests,
    max_by(r.addresses, r.refused) AS addresses
  FROM rest AS r
  CROSS JOIN spread AS s
  WHERE r.refused >= 50 AND r.addresses >= 5 AND (r.refused - s.middle) / s.deviation >= 8
  HAVING count(*) > 0
)
SELECT
  subject,
  date_add('second', CAST(slot * 300e0 AS bigint), TIMESTAMP '1970-01-01 00:00:00') AS worst_five_minutes,
  refused,
  requests,
  round(100e0 * refused / requests, 0) AS refused_percent,
  addresses
FROM (SELECT * FROM conspicuous UNION ALL SELECT * FROM together) AS suspects
ORDER BY refused DESC, subject
LIMIT 100
