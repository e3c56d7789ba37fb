-- title: Hot partition keys
-- answers: Which single things are asked for so often that one partition of their table carries the load?
-- read: The key is the id in the path. hour_percent is its share of the service's requests in its busiest hour;
--   a partition serves 3000 reads and 1000 writes a second at most, whatever the table could do.
-- acts: The service's team: cache the route, spread the key, or ask who needs it so often.
-- threshold: From 50 requests in an hour on: a quarter of the service's requests with ids in that hour and ten times
--   the key's even share; or a tenth of them in the whole time. Under 20 keys an even share is too large to judge. Or from
--   one in 1,000 of all these requests on, ten at least, by two callers or more: a quarter of the hour, and an evidence (a
--   logarithm of likelihoods) of 14 that its share is not the one that it has at other times.
-- needs: 5000 requests
-- section: Database
-- finding: {key} has {hour_percent} % of the requests for {service} things in one hour ({peak_hour_requests} requests): a hot key.
-- chart: bar key requests
-- logs-insights: no: it has steps (WITH), and Logs Insights one after the other at most
WITH asked AS (
  SELECT
    split_part(resource_path, '/', 2) AS service,
    split_part(path, '/', cardinality(split(substr(resource_path, 1, strpos(resource_path, '{')), '/')) + cardinality(split(path, '/')) - cardinality(split(resource_path, '/'))) AS key,
    date_trunc('hour', request_time) AS hour_begin,
    coalesce(client_id, source_ip) AS caller
  FROM access_logs
  WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d')
    AND strpos(resource_path, '{') > 0 AND status < 500 AND status NOT IN (401, 403, 429)
),
hours AS (
  SELECT service, key, hour_begin, count(*) AS requests, min(caller) < max(caller) AS by_several
  FROM asked
  WHERE key <> ''
  GROUP BY service, key, hour_begin
),
shares AS (
  SELECT
    service,
    key,
    hour_begin,
    requests,
    by_several,
    sum(requests) OVER (PARTITION BY service, hour_begin) AS hour_requests,
    count(*) OVER (PARTITION BY service, hour_begin) AS hour_keys,
    sum(requests) OVER (PARTITION BY service) AS service_requests
  FROM hours
),
judged AS (
  SELECT
    *,
    100e0 * requests / hour_requests AS hour_percent,
    CASE
      WHEN by_several AND requests >= 10 AND 1000 * requests >= service_requests THEN 10
      WHEN requests >= 50 THEN 50
    END AS enough
  FROM shares
),
keys AS (
  SELECT
    service,
    key,
    max(service_requests) AS service_requests,
    sum(requests) AS requests,
    max_by(requests, CASE WHEN enough > 0 THEN hour_percent ELSE -1 END) AS peak_hour_requests,
    max_by(hour_requests, CASE WHEN enough > 0 THEN hour_percent ELSE -1 END) AS hour_requests,
    max_by(hour_percent, CASE WHEN enough > 0 THEN hour_percent ELSE -1 END) AS hour_percent,
    max_by(hour_keys, CASE WHEN enough > 0 THEN hour_percent ELSE -1 END) AS hour_keys,
    max_by(enough, CASE WHEN enough > 0 THEN hour_percent ELSE -1 END) AS enough
  FROM judged
  GROUP BY service, key
),
ranked AS (
  SELECT
    service,
    key,
    requests,
    peak_hour_requests,
    hour_percent,
    hour_keys,
    enough,
    100e0 * requests / service_requests AS share_percent,
    count(*) OVER (PARTITION BY service) AS service_keys,
    hour_requests * (requests - peak_hour_requests + 1e0) / (service_requests - hour_requests + count(*) OVER (PARTITION BY service)) AS expected
  FROM keys
)
SELECT
  service,
  key,
  requests,
  round(share_percent, 1) AS share_percent,
  peak_hour_requests,
  round(hour_percent, 1) AS hour_percent
FROM ranked
WHERE service_keys >= 20
  AND (
    (peak_hour_requests >= 50 AND hour_percent >= 25 AND hour_percent >= 10 * 100e0 / hour_keys)
    OR (peak_hour_requests >= 50 AND share_percent >= 10 AND share_percent >= 10 * 100e0 / service_keys)
    OR (enough = 10 AND hour_percent >= 25 AND peak_hour_requests > expected
      AND peak_hour_requests * ln(peak_hour_requests / expected) - peak_hour_requests + expected >= 14)
  )
ORDER BY hour_percent DESC, key
LIMIT 50
