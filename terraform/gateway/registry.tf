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

data "aws_ssm_parameter" "service" {
  for_each = setunion(keys(local.live), keys(var.preview_contracts))

  name = "/${var.environment.name}/services/${each.key}"
}

locals {
  services = { for name, parameter in data.aws_ssm_parameter.service : name => jsondecode(parameter.insecure_value) }

  previewed = {
    for service, path in var.preview_contracts : service => replace(
      replace(file(path), "{{invoke_arn}}", local.services[service].invoke_arn),
      "{{table_name}}", coalesce(local.services[service].table_name, "none")
    )
  }
  contracts = merge({ for service, object in data.aws_s3_object.contract : service => object.body }, local.previewed)
  functions = {
    for name, service in local.services : name => {
      function_name = service.function_name
      alias_name    = service.alias_name
    }
  }
}
