# One flat object per request. Absent values print as "-", so every value is a quoted string; API Gateway escapes what a
# client could end the string with. Each byte of a line is paid for, and a line is shorter than a kilobyte also when its
# values are long: what is the same in every line of this log (the API, its stage and domain, the web ACL) is left out.
# The ACL's own log, found by request_id, names the rule that matched; the authorizer's lines are found by the trace.
locals {
  access_log_fields = {
    authorizer_error    = "authorizer.error"
    authorizer_latency  = "authorizer.latency"
    authorizer_status   = "authorizer.status"
    client_id           = "authorizer.client_id"
    consumer_key_id     = "identity.apiKeyId"
    error_message       = "error.message"
    error_type          = "error.responseType"
    extended_request_id = "extendedRequestId"
    http_method         = "httpMethod"
    integration_error   = "integration.error"
    integration_latency = "integration.latency"
    integration_status  = "integration.status"
    path                = "path"
    request_id          = "requestId"
    request_time_epoch  = "requestTimeEpoch"
    resource_path       = "resourcePath"
    response_latency    = "responseLatency"
    response_length     = "responseLength"
    source_ip           = "identity.sourceIp"
    status              = "status"
    subject             = "authorizer.subject"
    tenant              = "authorizer.tenant"
    trace_id            = "xrayTraceId"
    usage_plan          = "authorizer.tier"
    user_agent          = "identity.userAgent"
    validation_error    = "error.validationErrorString"
    waf_response_code   = "wafResponseCode"
    waf_status          = "waf.status"
  }
  # No metric filter and no question of analytics reads these, and no line is found by them alone: error_type says why a
  # request failed, and WAF_FILTERED is the web ACL's.
  access_log_spares = toset(["authorizer_error", "authorizer_status", "consumer_key_id", "error_message", "integration_error", "subject", "trace_id", "waf_response_code", "waf_status"])
  access_log_format = jsonencode({
    for field, variable in local.access_log_fields : field => "$context.${variable}" if !contains(var.access_log_omits, field)
  })
}
