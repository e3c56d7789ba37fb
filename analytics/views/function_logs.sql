-- One row for each JSON line of a function that has a level: its own lines, and Lambda's report of each invocation.
-- The report does not name the function: the other lines of the same invocation do. duration_ms is what the function
-- says of itself; billed_duration_ms and its neighbours are Lambda's and only in the rows with type platform.report.
SELECT
  day,
  hour,
  TRY_CAST(replace(substr(coalesce("timestamp", "time"), 1, 23), 'T', ' ') AS timestamp(3)) AS log_time,
  type,
  coalesce(
    service,
    max(service) OVER (PARTITION BY day, coalesce(function_request_id, json_extract_scalar(record, '$.requestId')))
  ) AS service,
  coalesce(function_request_id, json_extract_scalar(record, '$.requestId')) AS function_request_id,
  request_id,
  correlation_id,
  level,
  message,
  location,
  method AS http_method,
  route AS resource_path,
  TRY_CAST(status AS integer) AS status,
  TRY_CAST(duration_ms AS double) AS duration_ms,
  client_id,
  tenant,
  reason,
  exception_name,
  TRY_CAST(cold_start AS boolean) AS cold_start,
  json_extract_scalar(record, '$.status') AS invocation_status,
  json_extract_scalar(record, '$.errorType') AS error_type,
  TRY_CAST(json_extract_scalar(record, '$.metrics.durationMs') AS double) AS invocation_duration_ms,
  TRY_CAST(json_extract_scalar(record, '$.metrics.billedDurationMs') AS double) AS billed_duration_ms,
  TRY_CAST(json_extract_scalar(record, '$.metrics.initDurationMs') AS double) AS init_duration_ms,
  TRY_CAST(json_extract_scalar(record, '$.metrics.memorySizeMB') AS bigint) AS memory_size_mb,
  TRY_CAST(json_extract_scalar(record, '$.metrics.maxMemoryUsedMB') AS bigint) AS max_memory_used_mb
FROM function_log_lines
