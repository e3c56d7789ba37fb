# The gateway's own responses, in the format of the services' errors (RFC 9457).
locals {
  refusals = {
    ACCESS_DENIED                  = { status = 403, title = "Forbidden", detail = "Your token does not allow this method here." }
    API_CONFIGURATION_ERROR        = { status = 500, title = "Internal Server Error", detail = "The request failed through no fault of yours; repeat it in a moment." }
    AUTHORIZER_CONFIGURATION_ERROR = { status = 500, title = "Internal Server Error", detail = "The caller could not be checked." }
    AUTHORIZER_FAILURE             = { status = 500, title = "Internal Server Error", detail = "The caller could not be checked." }
    EXPIRED_TOKEN                  = { status = 403, title = "Forbidden", detail = "The token has expired." }
    INTEGRATION_FAILURE            = { status = 503, title = "Service Unavailable", detail = "Too busy to answer now; repeat it in a moment." }
    INVALID_API_KEY                = { status = 403, title = "Forbidden", detail = "This consumer is not enabled." }
    INVALID_SIGNATURE              = { status = 403, title = "Forbidden", detail = "The signature is not valid." }
    MISSING_AUTHENTICATION_TOKEN   = { status = 403, title = "Forbidden", detail = "There is no such route." }
    QUOTA_EXCEEDED                 = { status = 429, title = "Too Many Requests", detail = "The quota of this consumer is used up." }
    REQUEST_TOO_LARGE              = { status = 413, title = "Content Too Large", detail = "The request is larger than this API takes." }
    RESOURCE_NOT_FOUND             = { status = 404, title = "Not Found", detail = "There is no such resource." }
    THROTTLED                      = { status = 429, title = "Too Many Requests", detail = "Too many requests at once; slow down." }
    UNAUTHORIZED                   = { status = 401, title = "Unauthorized", detail = "A valid bearer token is needed." }
    UNSUPPORTED_MEDIA_TYPE         = { status = 415, title = "Unsupported Media Type", detail = "Send application/json." }
    WAF_FILTERED                   = { status = 403, title = "Forbidden", detail = "The request was refused." }
  }

  # All other response types. The status is fixed, so that the body always has the one that is sent.
  fallbacks = {
    BAD_REQUEST_PARAMETERS = { title = "Bad Request", status = 400 }
    DEFAULT_4XX            = { title = "Bad Request", status = 400 }
    DEFAULT_5XX            = { title = "Bad Gateway", status = 502 }
    INTEGRATION_TIMEOUT    = { title = "Gateway Timeout", status = 504 }
  }
}

locals {
  static_refusals = { for type, refusal in local.refusals : type => merge(refusal, { detail = jsonencode(refusal.detail) }) }
  open_refusals = merge(
    { for type, refusal in local.fallbacks : type => merge(refusal, { detail = "$context.error.messageString" }) },
    { BAD_REQUEST_BODY = { status = 400, title = "Bad Request", detail = "\"$context.error.validationErrorString\"" } },
  )

  # INTEGRATION_FAILURE is a function without a free place, too: Lambda refuses at once what is beyond its concurrency.
  retry_after = { INTEGRATION_FAILURE = "'1'", THROTTLED = "'1'", QUOTA_EXCEEDED = "'3600'" }

  gateway_responses = {
    for type, refusal in merge(local.static_refusals, local.open_refusals) : type => {
      statusCode = refusal.status
      responseParameters = merge(
        { "gatewayresponse.header.Access-Control-Allow-Origin" = "'*'" },
        contains(keys(local.retry_after), type) ? {
          "gatewayresponse.header.Retry-After"                   = local.retry_after[type]
          "gatewayresponse.header.Access-Control-Expose-Headers" = "'Retry-After'"
        } : {},
        type == "UNAUTHORIZED" ? { "gatewayresponse.header.WWW-Authenticate" = "'Bearer'" } : {},
      )
      responseTemplates = {
        "application/problem+json" = join("", [
          "{\"type\":\"about:blank\",\"title\":\"${refusal.title}\",\"status\":${refusal.status},",
          "\"detail\":${refusal.detail},\"requestId\":\"$context.requestId\"}",
        ])
      }
    }
  }
}
