-- title: User-agent anomalies
-- answers: Which caller names software that fits neither it nor anybody else?
-- read: reason says why. product is the name before the version; a new version of known software is no anomaly.
-- acts: Security; support where a consumer has changed its client.
-- threshold: strange text: ten requests whose user agent has control characters, backslashes, quotes or markup, or
--   is longer than 512 characters. many names: twenty products in an hour from one caller with a client. changed: a caller
--   with 50 requests on three earlier days sends 20 with a product that it and all others never named before.
-- section: Security
-- finding: {subject} shows a user agent out of place ({reason}): {example}
-- chart: bar subject requests
-- logs-insights: no: it has steps (WITH), and Logs Insights one after the other at most
WITH named AS (
  SELECT
    coalesce(client_id, source_ip) AS subject,
    client_id,
    date_trunc('hour', request_time) AS hour_begin,
    user_agent,
    lower(split_part(split_part(user_agent, '/', 1), ' ', 1)) AS product,
    count(*) AS requests
  FROM access_logs
  WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND user_agent IS NOT NULL AND coalesce(client_id, source_ip) IS NOT NULL AND request_time IS NOT NULL
  GROUP BY 1, 2, 3, 4, 5
),
strange AS (
  SELECT subject, 'strange text' AS reason, substr(min(user_agent), 1, 80) AS example, sum(requests) AS requests
  FROM named
  WHERE length(user_agent) > 512 OR regexp_like(user_agent, '[\x00-\x1f\x7f<>"''\\]') OR strpos(user_agent, chr(36) || '{') > 0
  GROUP BY subject
  HAVING sum(requests) >= 10
),
many AS (
  SELECT subject, 'many names' AS reason, substr(min(product), 1, 80) AS example, sum(requests) AS requests
  FROM named
  WHERE client_id IS NOT NULL
  GROUP BY subject, hour_begin
  HAVING count(DISTINCT product) >= 20
),
products AS (
  SELECT subject, product, min(hour_begin) AS first_seen, sum(requests) AS requests
  FROM named
  WHERE client_id IS NOT NULL
  GROUP BY subject, product
),
of_everybody AS (
  SELECT product, count(*) AS callers
  FROM products
  GROUP BY product
),
before AS (
  SELECT p.subject, p.product, count(DISTINCT date_trunc('day', n.hour_begin)) AS days, sum(n.requests) AS earlier
  FROM products AS p
  INNER JOIN of_everybody AS o ON o.product = p.product AND o.callers = 1
  INNER JOIN named AS n ON n.subject = p.subject AND n.hour_begin < p.first_seen
  WHERE p.requests >= 20
  GROUP BY p.subject, p.product
),
changed AS (
  SELECT p.subject, 'changed' AS reason, substr(p.product, 1, 80) AS example, p.requests
  FROM products AS p
  INNER JOIN before AS b ON b.subject = p.subject AND b.product = p.product
  WHERE b.days >= 3 AND b.earlier >= 50
),
reasons AS (
  SELECT * FROM strange
  UNION ALL
  SELECT subject, reason, min(example) AS example, max(requests) AS requests FROM many GROUP BY subject, reason
  UNION ALL
  SELECT * FROM changed
)
SELECT
  subject,
  array_join(array_agg(DISTINCT reason ORDER BY reason), ', ') AS reason,
  min(example) AS example,
  max(requests) AS requests
FROM reasons
GROUP BY subject
ORDER BY requests DESC, subject
LIMIT 100
