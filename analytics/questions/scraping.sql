-- title: Scraping
-- answers: Who reads everything, thing by thing or page by page?
-- read: ids counts different things that one caller read in an hour; ascending_percent how often the next id was above
--   the one before (half for chance); list_reads calls of one list. The log has no query string, so the depth of
--   paging shows as calls of a list in a row. Reading by a schedule is seen once, in its first week.
-- acts: Security or sales: offer an export, lower the tier, or refuse.
-- threshold: Ids in order: 50 or more in an hour, hardly any twice, and 80 % of the steps up (or down); or, among other
--   reads, 50 steps of which 65 % go one way and six deviations more than chance would have, or 50 neighbours by id of
--   which 40 were first read in that order (chance: 25, deviation 2). Where most callers read in order, order says nothing.
--   Many: 200 or more, hardly any twice, ten times the usual caller's hour and five times the caller's own; or ten times
--   the caller's own and three times the largest hour of its usual day. Lists: 200 calls of one list in an hour, nine
--   tenths of the caller's requests, ten times its own usual hour or its only hours; or half of them, ten times its usual
--   hour and three times the largest of its usual day. Not where the caller read half as much at that time, as
--   much out of place, a week or two apart.
-- section: Security
-- finding: {subject} read {ids} different things in the hour from {worst_hour} on ({ascending_percent} % in the order of their ids) and called lists {list_reads} times: scraping.
-- chart: bar subject ids
-- logs-insights: no: it has steps (WITH), and Logs Insights one after the other at most
WITH readings AS (
  SELECT
    coalesce(client_id, source_ip) AS subject,
    date_trunc('hour', request_time) AS hour_begin,
    request_time,
    request_id,
    resource_path,
    CASE WHEN strpos(resource_path, '{') > 0 THEN split_part(path, '/', cardinality(split(substr(resource_path, 1, strpos(resource_path, '{')), '/')) + cardinality(split(path, '/')) - cardinality(split(resource_path, '/'))) END AS id
  FROM access_logs
  WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND http_method = 'GET' AND status IN (200, 304, 404)
    AND resource_path <> '/health' AND request_time IS NOT NULL AND coalesce(client_id, source_ip) IS NOT NULL
),
steps AS (
  SELECT
    subject,
    hour_begin,
    request_time,
    resource_path,
    id,
    lag(id) OVER (PARTITION BY subject, resource_path, hour_begin ORDER BY request_time, request_id) AS id_before
  FROM readings
  WHERE id <> ''
),
by_route AS (
  SELECT
    subject,
    hour_begin,
    resource_path,
    count(*) AS reads,
    count(DISTINCT id) AS ids,
    count_if(id_before <> id) AS moves,
    count_if(id_before <> id AND (length(id) > length(id_before) OR (length(id) = length(id_before) AND id > id_before))) AS ups
  FROM steps
  GROUP BY subject, hour_begin, resource_path
),
firsts AS (
  SELECT subject, hour_begin, resource_path, id, min(request_time) AS asked
  FROM steps
  GROUP BY subject, hour_begin, resource_path, id
),
neighbours AS (
  SELECT
    subject,
    hour_begin,
    resource_path,
    id,
    asked,
    lag(asked) OVER (PARTITION BY subject, hour_begin, resource_path ORDER BY length(id), id) AS asked_before
  FROM firsts
),
windows AS (
  SELECT
    subject,
    hour_begin,
    sum(CASE WHEN asked > asked_before THEN 1 ELSE 0 END) OVER (PARTITION BY subject, hour_begin, resource_path ORDER BY length(id), id ROWS BETWEEN 49 PRECEDING AND CURRENT ROW) AS ups,
    sum(CASE WHEN asked < asked_before THEN 1 ELSE 0 END) OVER (PARTITION BY subject, hour_begin, resource_path ORDER BY length(id), id ROWS BETWEEN 49 PRECEDING AND CURRENT ROW) AS downs
  FROM neighbours
),
runs AS (
  SELECT subject, hour_begin, max(greatest(ups, downs)) AS in_order
  FROM windows
  GROUP BY subject, hour_begin
),
lists AS (
  SELECT subject, hour_begin, max(calls) AS list_reads, sum(calls) AS all_lists
  FROM (
    SELECT subject, hour_begin, resource_path, count(*) AS calls
    FROM readings
    WHERE id IS NULL
    GROUP BY subject, hour_begin, resource_path
  ) AS called
  GROUP BY subject, hour_begin
),
hours AS (
  SELECT
    coalesce(b.subject, l.subject) AS subject,
    coalesce(b.hour_begin, l.hour_begin) AS hour_begin,
    coalesce(b.reads, 0) AS reads,
    coalesce(b.ids, 0) AS ids,
    coalesce(b.moves, 0) AS moves,
    coalesce(b.ups, 0) AS ups,
    coalesce(l.list_reads, 0) AS list_reads,
    coalesce(l.all_lists, 0) AS all_lists
  FROM (
    SELECT
      subject,
      hour_begin,
      sum(reads) AS reads,
      max(ids) AS ids,
      max_by(moves, ids) AS moves,
      max_by(ups, ids) AS ups
    FROM by_route
    GROUP BY subject, hour_begin
  ) AS b
  FULL OUTER JOIN lists AS l ON l.subject = b.subject AND l.hour_begin = b.hour_begin
),
own AS (
  SELECT
    subject,
    count(*) AS hours,
    approx_percentile(ids, 0.5) AS ids,
    approx_percentile(list_reads, 0.5) AS list_reads
  FROM hours
  GROUP BY subject
),
peaks AS (
  SELECT subject, count(*) AS days, approx_percentile(ids, 0.5) AS ids, approx_percentile(list_reads, 0.5) AS list_reads
  FROM (
    SELECT subject, date_trunc('day', hour_begin) AS on_day, max(ids) AS ids, max(list_reads) AS list_reads
    FROM hours
    GROUP BY 1, 2
  ) AS largest
  GROUP BY subject
),
everybody AS (
  SELECT approx_percentile(ids, 0.5) AS ids, count(DISTINCT subject) AS callers
  FROM hours
),
in_order AS (
  SELECT count_if(lean >= 0.6e0) AS callers
  FROM (
    SELECT subject, approx_percentile(abs(2e0 * ups - moves) / moves, 0.5) AS lean
    FROM hours
    WHERE moves >= 20
    GROUP BY subject
  ) AS leaning
),
outliers AS (
  SELECT
    h.subject,
    h.hour_begin,
    h.ids,
    h.list_reads,
    round(100e0 * h.ups / nullif(h.moves, 0), 0) AS ascending_percent
  FROM hours AS h
  INNER JOIN own AS o ON o.subject = h.subject
  INNER JOIN peaks AS p ON p.subject = h.subject
  LEFT JOIN runs AS r ON r.subject = h.subject AND r.hour_begin = h.hour_begin
  CROSS JOIN everybody AS e
  CROSS JOIN in_order AS n
  WHERE
    ((e.callers < 3 OR 2 * n.callers <= e.callers) AND (
      (h.ids >= 50 AND h.moves >= 49 AND 10 * h.ids >= 8 * h.reads AND (100 * h.ups >= 80 * h.moves OR 100 * h.ups <= 20 * h.moves))
      OR r.in_order >= 40
      OR (h.moves >= 50 AND abs(2 * h.ups - h.moves) >= 6 * sqrt(CAST(h.moves AS double))
        AND abs(2 * h.ups - h.moves) >= 0.3e0 * h.moves)))
    OR (h.ids >= 200 AND 10 * h.ids >= 9 * h.reads AND h.ids >= 10 * e.ids AND (o.hours < 24 OR h.ids >= 5 * o.ids)
        AND NOT (o.hours < 24 AND e.ids >= 100))
    OR (h.ids >= 200 AND 10 * h.ids >= 9 * h.reads AND o.hours >= 24 AND p.days >= 3 AND h.ids >= 10 * o.ids AND h.ids >= 3 * p.ids)
    OR (h.list_reads >= 200 AND 10 * h.list_reads >= 9 * (h.all_lists + h.reads)
        AND (o.hours < 4 OR h.list_reads >= 10 * o.list_reads))
    OR (h.list_reads >= 200 AND 2 * h.list_reads >= h.all_lists + h.reads AND o.hours >= 24 AND p.days >= 3
        AND h.list_reads >= 10 * o.list_reads AND h.list_reads >= 3 * p.list_reads)
),
weekly AS (
  SELECT DISTINCT s.subject, s.hour_begin
  FROM outliers AS s
  INNER JOIN outliers AS h ON h.subject = s.subject
  WHERE 2 * (h.ids + h.list_reads) >= s.ids + s.list_reads AND (
    -- Seven days apart, or fourteen, and two hours.
    abs(abs(to_unixtime(h.hour_begin) - to_unixtime(s.hour_begin)) - 604800e0) <= 7200e0
    OR abs(abs(to_unixtime(h.hour_begin) - to_unixtime(s.hour_begin)) - 1209600e0) <= 7200e0
  )
),
suspects AS (
  SELECT s.*
  FROM outliers AS s
  LEFT JOIN weekly AS w ON w.subject = s.subject AND w.hour_begin = s.hour_begin
  WHERE w.subject IS NULL
)
SELECT
  subject,
  max_by(hour_begin, ids + list_reads) AS worst_hour,
  max_by(ids, ids + list_reads) AS ids,
  coalesce(max_by(ascending_percent, ids + list_reads), 0) AS ascending_percent,
  max_by(list_reads, ids + list_reads) AS list_reads
FROM suspects
GROUP BY subject
ORDER BY ids DESC, subject
LIMIT 100
