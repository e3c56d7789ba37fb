-- title: Sizes, read and write units by route
-- answers: How large are the answers of each route, and about how many capacity units does a request take?
-- read: The log has the answer's bytes, not the item's, so units are an estimate: half a read unit for each 4 KB that
--   came out, a write unit for each KB that a change answers with. The table's metrics have the exact sums.
-- acts: The service's team: a route with a high p99 wants paging or fewer fields.
-- section: Database
-- chart: bar route p99_bytes p50_bytes
-- logs-insights: no: it calculates with ROUND
SELECT
  http_method || ' ' || resource_path AS route,
  count(*) AS requests,
  round(approx_percentile(response_length, 0.5), 0) AS p50_bytes,
  round(approx_percentile(response_length, 0.99), 0) AS p99_bytes,
  max(response_length) AS largest_bytes,
  round(avg(CASE WHEN http_method IN ('GET', 'HEAD') THEN 0.5e0 * ceil(response_length / 4096e0) END), 2)
    AS read_units_a_request,
  round(avg(CASE WHEN http_method NOT IN ('GET', 'HEAD') THEN greatest(1e0, ceil(response_length / 1024e0)) END), 2)
    AS write_units_a_request
FROM access_logs
WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND resource_path IS NOT NULL AND status < 400
GROUP BY http_method, resource_path
ORDER BY p99_bytes DESC, route
LIMIT 200
