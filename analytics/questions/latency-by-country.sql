-- title: Latency by country, and the nearest region
-- answers: How long do callers of each country wait, and which region would serve them, and everybody, best?
-- read: The log knows the time inside AWS (p50, p95); the way there and back is estimated from the great-circle
--   distance at two thirds of the speed of light and half as much again for detours. best_region has the least
--   estimated way for all requests together.
-- acts: The platform engineer, when choosing a region or a second one.
-- section: Locations
-- finding: {best_region} is the best single region for this traffic: {best_region_ms} ms on the way for {country}, which has most requests and would reach {nearest_region} in {nearest_ms} ms.
-- finding-when: first
-- chart: bar country nearest_ms best_region_ms
-- logs-insights: no: it has steps (WITH), and Logs Insights one after the other at most
WITH places (country, latitude, longitude) AS (
  VALUES
    ('AE', 24.5, 54.4), ('AR', -34.6, -58.4), ('AT', 48.2, 16.4), ('AU', -33.9, 151.2), ('BD', 23.8, 90.4),
    ('BE', 50.8, 4.4), ('BG', 42.7, 23.3), ('BR', -23.5, -46.6), ('CA', 43.7, -79.4), ('CH', 47.4, 8.5),
    ('CL', -33.4, -70.7), ('CN', 31.2, 121.5), ('CO', 4.7, -74.1), ('CZ', 50.1, 14.4), ('DE', 50.1, 8.7),
    ('DK', 55.7, 12.6), ('EE', 59.4, 24.7), ('EG', 30.0, 31.2), ('ES', 40.4, -3.7), ('FI', 60.2, 24.9),
    ('FR', 48.9, 2.4), ('GB', 51.5, -0.1), ('GR', 38.0, 23.7), ('HK', 22.3, 114.2), ('HR', 45.8, 16.0),
    ('HU', 47.5, 19.0), ('ID', -6.2, 106.8), ('IE', 53.3, -6.3), ('IL', 32.1, 34.8), ('IN', 19.1, 72.9),
    ('IR', 35.7, 51.4), ('IS', 64.1, -21.9), ('IT', 45.5, 9.2), ('JP', 35.7, 139.7), ('KE', -1.3, 36.8),
    ('KR', 37.6, 127.0), ('LT', 54.7, 25.3), ('LU', 49.6, 6.1), ('LV', 56.9, 24.1), ('MA', 33.6, -7.6),
    ('MX', 19.4, -99.1), ('MY', 3.1, 101.7), ('NG', 6.5, 3.4), ('NL', 52.4, 4.9), ('NO', 59.9, 10.8),
    ('NZ', -36.8, 174.8), ('PE', -12.0, -77.0), ('PH', 14.6, 121.0), ('PK', 24.9, 67.0), ('PL', 52.2, 21.0),
    ('PT', 38.7, -9.1), ('RO', 44.4, 26.1), ('RS', 44.8, 20.5), ('RU', 55.8, 37.6), ('SA', 24.7, 46.7),
    ('SE', 59.3, 18.1), ('SG', 1.4, 103.8), ('SI', 46.1, 14.5), ('SK', 48.1, 17.1), ('TH', 13.8, 100.5),
    ('TR', 41.0, 29.0), ('TW', 25.0, 121.5), ('UA', 50.5, 30.5), ('US', 39.1, -94.6), ('VN', 10.8, 106.6),
    ('ZA', -26.2, 28.0)
),
regions (region, latitude, longitude) AS (
  VALUES
    ('af-south-1', -33.9, 18.4), ('ap-northeast-1', 35.7, 139.7), ('ap-northeast-2', 37.6, 127.0),
    ('ap-south-1', 19.1, 72.9), ('ap-southeast-1', 1.4, 103.8), ('ap-southeast-2', -33.9, 151.2),
    ('ca-central-1', 45.5, -73.6), ('eu-central-1', 50.1, 8.7), ('eu-north-1', 59.3, 18.1),
    ('eu-south-1', 45.5, 9.2), ('eu-west-1', 53.3, -6.3), ('eu-west-2', 51.5, -0.1), ('eu-west-3', 48.9, 2.4),
    ('me-central-1', 24.5, 54.4), ('sa-east-1', -23.5, -46.6), ('us-east-1', 38.9, -77.4),
    ('us-east-2', 40.0, -83.0), ('us-west-2', 45.8, -119.7)
),
located AS (
  SELECT w.country, a.response_latency
  FROM access_logs AS a
  INNER JOIN request_countries AS w ON w.extended_request_id = a.extended_request_id
  WHERE a.day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d')
),
latencies AS (
  SELECT
    country,
    count(*) AS requests,
    approx_percentile(response_latency, 0.5) AS p50_ms,
    approx_percentile(response_latency, 0.95) AS p95_ms
  FROM located
  GROUP BY country
),
ways AS (
  SELECT
    p.country,
    r.region,
    -- Kilometres there and back, over 200 km a millisecond, with half as much again for detours.
    2e0 * 1.5e0 / 200e0 * 2e0 * 6371e0 * asin(least(1e0, sqrt(
      power(sin(radians(CAST(r.latitude AS double) - CAST(p.latitude AS double)) / 2e0), 2)
      + cos(radians(CAST(p.latitude AS double))) * cos(radians(CAST(r.latitude AS double)))
      * power(sin(radians(CAST(r.longitude AS double) - CAST(p.longitude AS double)) / 2e0), 2)
    ))) AS way_ms
  FROM places AS p
  CROSS JOIN regions AS r
),
nearest AS (
  SELECT country, min_by(region, way_ms) AS region, min(way_ms) AS way_ms
  FROM ways
  GROUP BY country
),
totals AS (
  SELECT w.region, sum(w.way_ms * l.requests) AS weighted_ms
  FROM ways AS w
  INNER JOIN latencies AS l ON l.country = w.country
  GROUP BY w.region
),
best AS (
  SELECT min_by(region, weighted_ms) AS region
  FROM totals
)
SELECT
  l.country,
  l.requests,
  round(l.p50_ms, 1) AS p50_ms,
  round(l.p95_ms, 1) AS p95_ms,
  n.region AS nearest_region,
  round(n.way_ms, 1) AS nearest_ms,
  b.region AS best_region,
  round(w.way_ms, 1) AS best_region_ms,
  n.region IS NOT NULL AND row_number() OVER (ORDER BY l.requests DESC, l.country) = 1 AS first
FROM latencies AS l
CROSS JOIN best AS b
LEFT JOIN nearest AS n ON n.country = l.country
LEFT JOIN ways AS w ON w.country = l.country AND w.region = b.region
ORDER BY l.requests DESC, l.country
LIMIT 300
