-- One row for each request of the last fourteen days whose country the web ACL knows, however often its line came: all
-- questions that join the access log with countries look so far back. AWS WAF's day may be another than the access log's.
SELECT
  extended_request_id,
  max(country) AS country
FROM web_acl_logs
WHERE day >= date_format(current_date - INTERVAL '14' DAY, '%Y-%m-%d') AND extended_request_id IS NOT NULL AND country IS NOT NULL
GROUP BY extended_request_id
