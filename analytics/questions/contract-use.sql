-- title: Use of the contract
-- answers: Which routes does nobody call any more, and who would notice if they went?
-- read: One row for each route of the contract and each that was called. Fields of bodies are not in the log. As a saved
--   query it knows only the routes that were called; make insights adds those of services/*/openapi.json.
-- acts: The service's team, before it deprecates a route; support tells the consumers named here.
-- threshold: No good answer in 14 days, of which the log knows twelve at least.
-- needs: 12 days
-- section: Contract and cost
-- finding: Nobody called {route} in 14 days: it can be deprecated.
-- finding-when: unused
-- chart: bar route requests
-- logs-insights: no: it has steps (WITH), and Logs Insights one after the other at most
WITH contract_routes (route) AS (
  VALUES ('GET /health')
),
oldest AS (
  SELECT min(CAST(request_time AS date)) AS first_day
  FROM access_logs
  WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d')
),
called AS (
  SELECT
    http_method || ' ' || resource_path AS route,
    count(*) AS requests,
    count(DISTINCT client_id) AS consumers,
    max(request_time) AS last_call
  FROM access_logs
  WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND status < 400 AND resource_path IS NOT NULL
  GROUP BY 1
)
SELECT
  coalesce(r.route, c.route) AS route,
  coalesce(c.requests, 0) AS requests,
  coalesce(c.consumers, 0) AS consumers,
  c.last_call,
  c.requests IS NULL AND r.route <> 'GET /health' AND coalesce(o.first_day <= current_date - INTERVAL '12' DAY, false)
    AS unused
FROM contract_routes AS r
FULL OUTER JOIN called AS c ON c.route = r.route
CROSS JOIN oldest AS o
ORDER BY requests, route
LIMIT 500
