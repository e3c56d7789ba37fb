# The registry: which contract of which service is live. The deploy command writes the pointers; this root only reads.
data "aws_ssm_parameters_by_path" "live" {
  path = "/${local.environment.name}/live"
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
  path = "/${local.environment.name}/services"
}

locals {
  deployed = {
    for index, name in data.aws_ssm_parameters_by_path.services.names :
    basename(name) => jsondecode(nonsensitive(data.aws_ssm_parameters_by_path.services.values[index]))
  }

  # A service that is reviewed before its first deployment is not in the registry yet, but its names are known.
  expected = {
    for service in keys(var.preview_contracts) : service => {
      function_name = "${local.environment.product}-${local.environment.name}-${service}"
      alias_name    = "live"
      table_name    = "${local.environment.product}-${local.environment.name}-${service}"

      gateway_role_arn = "arn:aws:iam::${local.environment.account_ids[0]}:role/${local.environment.product}-${local.environment.name}-${service}-gateway${local.region_suffix}"
      log_group        = "/aws/lambda/${local.environment.product}-${local.environment.name}-${service}"
      failing_alarm    = "${local.environment.product}-${local.environment.name}-${service}-failing"
      invoke_arn = join("", [
        "arn:aws:apigateway:${local.environment.region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${local.environment.region}:",
        "${local.environment.account_ids[0]}:function:${local.environment.product}-${local.environment.name}-${service}:live/invocations",
      ])
    }
  }
  services = {
    for service in setunion(keys(local.live), keys(var.preview_contracts)) :
    service => try(local.deployed[service], local.expected[service])
  }
}

locals {
  previewed = {
    for service, path in var.preview_contracts : service => replace(replace(replace(replace(file(path),
      "{{invoke_arn}}", local.services[service].invoke_arn),
      "{{table_name}}", coalesce(local.services[service].table_name, "none")),
      "{{gateway_role_arn}}", coalesce(try(local.services[service].gateway_role_arn, null), "none")),
      "{{region}}", local.environment.region
    )
  }
  contracts = merge({ for service, object in data.aws_s3_object.contract : service => object.body }, local.previewed)
  functions = {
    for name, service in local.services : name => {
      function_name = service.function_name
      alias_name    = service.alias_name
    }
  }

  # A service of a release before alarms does not say whether it has one to page by; its next deploy does.
  watched = {
    for name, service in local.services : name => {
      function_name = service.function_name
      alias_name    = service.alias_name
      log_group     = service.log_group
      table_name    = try(service.table_name, null)
      failing_alarm = service.failing_alarm
    } if contains(keys(service), "failing_alarm")
  }
}
