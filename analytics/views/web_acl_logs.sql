-- One row for each request that the web ACL looked at; empty in an environment without one. AWS WAF's requestId is API
-- Gateway's extended request id: join with access_logs USING (extended_request_id) to know a request's country.
SELECT
  day,
  hour,
  date_add('millisecond', TRY_CAST("timestamp" AS bigint), TIMESTAMP '1970-01-01 00:00:00.000') AS request_time,
  json_extract_scalar(httprequest, '$.requestId') AS extended_request_id,
  NULLIF(NULLIF(json_extract_scalar(httprequest, '$.country'), '-'), 'XX') AS country,
  json_extract_scalar(httprequest, '$.clientIp') AS client_ip,
  json_extract_scalar(httprequest, '$.httpMethod') AS http_method,
  json_extract_scalar(httprequest, '$.uri') AS uri,
  json_extract_scalar(httprequest, '$.args') AS args,
  json_extract_scalar(httprequest, '$.httpVersion') AS http_version,
  action,
  terminatingruleid AS terminating_rule_id,
  terminatingruletype AS terminating_rule_type,
  TRY_CAST(responsecodesent AS integer) AS response_code_sent,
  rulegrouplist AS rule_group_list,
  ratebasedrulelist AS rate_based_rule_list,
  nonterminatingmatchingrules AS non_terminating_matching_rules,
  labels,
  httpsourceid AS http_source_id,
  webaclid AS web_acl_id
FROM web_acl_log_lines
