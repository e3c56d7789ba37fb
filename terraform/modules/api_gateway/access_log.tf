# One flat object per request. Absent values print as "-", so every value is a quoted string; API Gateway escapes what a
# client could end the string with. A line is about a kilobyte, and each of its bytes is paid for: the web ACL's ARN is
# left out, because the stage has one ACL and the ACL's own log, found by request_id, names it and the rule that matched.
locals {
  access_log_fields = {
    api_id                = "apiId"
    authorizer_error      = "authorizer.error"
    authorizer_latency    = "authorizer.latency"
    authorizer_request_id = "authorizer.requestId"
    authorizer_status     = "authorizer.status"
    client_id             = "authorizer.client_id"
    consumer_key_id       = "identity.apiKeyId"
    domain_name           = "domainName"
    error_message         = "error.message"
    error_type            = "error.responseType"
    extended_request_id   = "extendedRequestId"
    http_method           = "httpMethod"
    integration_error     = "integration.error"
    integration_latency   = "integration.latency"
    integration_status    = "integration.status"
    path                  = "path"
    protocol              = "protocol"
    request_id            = "requestId"
    request_time_epoch    = "requestTimeEpoch"
    resource_path         = "resourcePath"
    response_latency      = "responseLatency"
    response_length       = "responseLength"
    source_ip             = "identity.sourceIp"
    stage                 = "stage"
    status                = "status"
    subject               = "authorizer.subject"
    tenant                = "authorizer.tenant"
    trace_id              = "xrayTraceId"
    user_agent            = "identity.userAgent"
    validation_error      = "error.validationErrorString"
    waf_latency           = "waf.latency"
    waf_response_code     = "wafResponseCode"
    waf_status            = "waf.status"
  }
  access_log_format = jsonencode({ for field, variable in local.access_log_fields : field => "$context.${variable}" })
}
