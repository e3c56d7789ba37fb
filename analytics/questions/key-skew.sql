-- title: Skew of keys
-- answers: How evenly do requests spread over the keys of each service's table, and what would another key do?
-- read: One row for each service and candidate of a partition key. Gini is 0 when every key is asked equally often and 1
--   when one key is asked alone. Compare the row of the key that the table has with the others: a lower top share
--   is a better key, if every query can name it.
-- acts: The service's team, before a table grows.
-- section: Database
-- chart: bar service_and_key gini
-- logs-insights: no: it has steps (WITH), and Logs Insights one after the other at most
WITH asked AS (
  SELECT
    split_part(resource_path, '/', 2) AS service,
    CASE WHEN strpos(resource_path, '{') > 0 THEN split_part(path, '/', cardinality(split(substr(resource_path, 1, strpos(resource_path, '{')), '/')) + cardinality(split(path, '/')) - cardinality(split(resource_path, '/'))) END AS id,
    tenant,
    subject,
    date_format(request_time, '%Y-%m-%d') AS on_day
  FROM access_logs
  WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d')
    AND resource_path IS NOT NULL AND status < 500 AND status NOT IN (401, 403, 429)
),
counted AS (
  SELECT service, 'id' AS partition_key, id AS key, count(*) AS requests FROM asked GROUP BY service, id
  UNION ALL
  SELECT service, 'tenant' AS partition_key, tenant AS key, count(*) AS requests FROM asked GROUP BY service, tenant
  UNION ALL
  SELECT service, 'subject' AS partition_key, subject AS key, count(*) AS requests FROM asked GROUP BY service, subject
  UNION ALL
  SELECT service, 'tenant and day' AS partition_key, tenant || ' ' || on_day AS key, count(*) AS requests
  FROM asked
  GROUP BY service, tenant, on_day
),
ranked AS (
  SELECT
    service,
    partition_key,
    requests,
    row_number() OVER (PARTITION BY service, partition_key ORDER BY requests) AS place
  FROM counted
  WHERE key IS NOT NULL AND key <> ''
),
skew AS (
  SELECT
    service,
    partition_key,
    count(*) AS keys,
    sum(requests) AS requests,
    100e0 * max(requests) / sum(requests) AS top_percent,
    2e0 * sum(CAST(place AS double) * requests) / (count(*) * CAST(sum(requests) AS double))
      - (count(*) + 1e0) / count(*) AS gini
  FROM ranked
  GROUP BY service, partition_key
)
SELECT
  service || ' by ' || partition_key AS service_and_key,
  service,
  partition_key,
  keys,
  requests,
  round(gini, 3) AS gini,
  round(top_percent, 1) AS top_percent,
  round(100e0 / keys, 3) AS even_percent
FROM skew
ORDER BY service, top_percent
LIMIT 500
