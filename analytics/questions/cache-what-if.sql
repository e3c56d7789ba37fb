-- title: What a cache would do
-- answers: Which share of the reads of a route would a cache answer, with which time to live?
-- read: Replayed from the log: the first read of a path in each window goes through, the others are hits. The log has no
--   query string, so a list's share is the most that is possible. Answers that differ by caller must not be cached.
-- acts: The service's team: take the shortest time that brings most of the hits.
-- section: Errors and latency
-- chart: lines ttl_seconds hit_percent route
-- logs-insights: no: it has steps (WITH), and Logs Insights one after the other at most
WITH readings AS (
  SELECT http_method || ' ' || resource_path AS route, path, to_unixtime(request_time) AS asked_at
  FROM access_logs
  WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d')
    AND http_method = 'GET' AND status IN (200, 304) AND resource_path IS NOT NULL AND request_time IS NOT NULL
),
windows AS (
  SELECT
    route,
    path,
    floor(asked_at / 10e0) AS window_10,
    floor(asked_at / 60e0) AS window_60,
    floor(asked_at / 300e0) AS window_300,
    floor(asked_at / 3600e0) AS window_3600,
    count(*) AS reads
  FROM readings
  GROUP BY 1, 2, 3, 4, 5, 6
),
steps AS (
  SELECT
    route,
    reads,
    CASE WHEN row_number() OVER (PARTITION BY route, path, window_60 ORDER BY window_10) = 1 THEN 1 ELSE 0 END AS misses_60,
    CASE WHEN row_number() OVER (PARTITION BY route, path, window_300 ORDER BY window_10) = 1 THEN 1 ELSE 0 END AS misses_300,
    CASE WHEN row_number() OVER (PARTITION BY route, path, window_3600 ORDER BY window_10) = 1 THEN 1 ELSE 0 END AS misses_3600
  FROM windows
),
totals AS (
  SELECT
    route,
    sum(reads) AS reads,
    count(*) AS misses_10,
    sum(misses_60) AS misses_60,
    sum(misses_300) AS misses_300,
    sum(misses_3600) AS misses_3600
  FROM steps
  GROUP BY route
)
SELECT
  t.route,
  v.ttl_seconds,
  t.reads,
  round(100e0 * (
    t.reads - CASE v.ttl_seconds WHEN 10 THEN t.misses_10 WHEN 60 THEN t.misses_60 WHEN 300 THEN t.misses_300 ELSE t.misses_3600 END
  ) / t.reads, 1) AS hit_percent
FROM totals AS t
CROSS JOIN (VALUES (10), (60), (300), (3600)) AS v (ttl_seconds)
ORDER BY t.reads DESC, t.route, v.ttl_seconds
LIMIT 400
