# Which log groups lead to which table of modules/access_logs: access log and the functions'. The web ACL's lines go into
# their stream by themselves.
locals {
  delivery = try(local.platform.log_delivery, null) # a platform of before, or an environment without access_logs, has none

  access_groups = { access_log_lines = module.api_gateway.access_log_group }

  # A function's lines that are JSON: its own, and Lambda's report; not its metrics, which CloudWatch has already.
  function_lines  = "{ ($.level = \"*\") || ($.type = \"platform.report\") }"
  function_groups = merge({ authorizer = local.authorizer.log_group }, { for name, service in local.watched : name => service.log_group })
}

resource "aws_cloudwatch_log_subscription_filter" "gateway" {
  for_each = local.delivery == null ? {} : local.access_groups

  name            = each.key
  log_group_name  = each.value
  filter_pattern  = ""
  destination_arn = local.delivery.streams[each.key]
  role_arn        = local.delivery.role_arn
}

resource "aws_cloudwatch_log_subscription_filter" "function" {
  for_each = local.delivery == null ? {} : local.function_groups

  name            = "function_log_lines"
  log_group_name  = each.value
  filter_pattern  = local.function_lines
  destination_arn = local.delivery.streams.function_log_lines
  role_arn        = local.delivery.role_arn
}
