# The registry: which contract of which service is live. The deploy command writes the pointers; this root only reads.
data "aws_ssm_parameters_by_path" "live" {
  path = "/${var.environment.name}/live"
}

locals {
  pointers = {
    for index, name in data.aws_ssm_parameters_by_path.live.names :
    basename(name) => nonsensitive(data.aws_ssm_parameters_by_path.live.values[index])
  }
  live = { for service, key in local.pointers : service => key if !contains(keys(var.preview_contracts), service) }
}

data "aws_s3_object" "contract" {
  for_each = local.live

  bucket = local.platform.artifact_bucket
  key    = each.value
}

data "aws_ssm_parameters_by_path" "services" {
  path = "/${var.environment.name}/services"
}

locals {
  deployed = {
    for index, name in data.aws_ssm_parameters_by_path.services.names :
    basename(name) => jsondecode(nonsensitive(data.aws_ssm_parameters_by_path.services.values[index]))
  }

  # A service that is reviewed before its first deployment is not in the registry yet, but its names are known.
  expected = {
    for service in keys(var.preview_contracts) : service => {
      function_name = "groundplan-${var.environment.name}-${service}"
      alias_name    = "live"
      table_name    = "groundplan-${var.environment.name}-${service}"

      gateway_role_arn = "arn:aws:iam::${var.environment.account_ids[0]}:role/groundplan-${var.environment.name}-${service}-gateway${local.region_suffix}"
      log_group        = "/aws/lambda/groundplan-${var.environment.name}-${service}"
      failing_alarm    = "groundplan-${var.environment.name}-${service}-failing"
      invoke_arn = join("", [
        "arn:aws:apigateway:${var.environment.region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${var.environment.region}:",
        "${var.environment.account_ids[0]}:function:groundplan-${var.environment.name}-${service}:live/invocations",
      ])
    }
  }
  services = {
    for service in setunion(keys(local.live), keys(var.preview_contracts)) :
    service => try(local.deployed[service], local.expected[service])
  }

  previewed = {
    for service, path in var.preview_contracts : service => replace(replace(replace(replace(file(path),
      "{{invoke_arn}}", local.services[service].invoke_arn),
      "{{table_name}}", coalesce(local.services[service].table_name, "none")),
      "{{gateway_role_arn}}", coalesce(try(local.services[service].gateway_role_arn, null), "none")),
      "{{region}}", var.environment.region
    )
  }
  contracts = merge({ for service, object in data.aws_s3_object.contract : service => object.body }, local.previewed)
  functions = {
    for name, service in local.services : name => {
      function_name = service.function_name
      alias_name    = service.alias_name
    }
  }

  # A service of a release before alarms has none to page by; its next deploy brings it.
  watched = {
    for name, service in local.services : name => {
      function_name = service.function_name
      alias_name    = service.alias_name
      log_group     = service.log_group
      failing_alarm = service.failing_alarm
    } if try(service.failing_alarm, null) != null
  }
}
