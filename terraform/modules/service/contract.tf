data "aws_region" "current" {}

# The contract as API Gateway will import it, with this service's own ARNs in place, stored under its hash. The deploy
# command keeps a copy (the next apply replaces this object) and moves the pointer that says which one is live.
locals {
  contract_text = try(file(var.deployment.contract), null)
  contract      = try(jsondecode(local.contract_text), null)
  paths         = try(keys(local.contract.paths), [])

  # Some routes are answered by API Gateway itself, out of the table.
  reads_directly = local.has_table && strcontains(coalesce(local.contract_text, " "), "{{gateway_role_arn}}")

  resolved_contract = local.contract_text == null ? null : replace(replace(replace(replace(local.contract_text,
    "{{invoke_arn}}", module.function.invoke_arn),
    "{{table_name}}", local.has_table ? one(local.tables[*].name) : ""),
    "{{gateway_role_arn}}", local.reads_directly ? aws_iam_role.gateway[0].arn : ""),
    "{{region}}", data.aws_region.current.name
  )
  contract_key = !local.has_contract ? null : "contracts/${var.name}/${sha256(local.resolved_contract)}.json"

  foreign_paths = [
    for path in local.paths : path
    if path != "/${var.name}" && !startswith(path, "/${var.name}/")
  ]
}

resource "aws_s3_object" "contract" {
  count = local.has_contract ? 1 : 0

  bucket       = local.platform.artifact_bucket
  key          = local.contract_key
  content      = local.resolved_contract
  content_type = "application/json"

  lifecycle {
    precondition {
      condition     = length(local.paths) > 0
      error_message = "${coalesce(var.deployment.contract, "The contract")} is not a contract with paths; write it anew with `make contracts`."
    }

    precondition {
      condition     = length(local.foreign_paths) == 0
      error_message = "${var.name} may only own paths under /${var.name}, not ${join(", ", local.foreign_paths)}; move them to the service of that name."
    }
  }
}

# API Gateway's permission for a direct route: reading one item of the table, nothing else.
resource "aws_iam_role" "gateway" {
  count = local.reads_directly ? 1 : 0

  name                 = "${local.full_name}-gateway${local.region_suffix}"
  description          = "What API Gateway may read for ${local.full_name}"
  assume_role_policy   = data.aws_iam_policy_document.assumed_by_gateway.json
  permissions_boundary = local.platform.permissions_boundary_arn
}

data "aws_iam_policy_document" "assumed_by_gateway" {
  statement {
    sid     = "LetApiGatewayReadForConsumers"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["apigateway.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "gateway" {
  count = local.reads_directly ? 1 : 0

  name   = "read-table"
  role   = aws_iam_role.gateway[0].id
  policy = data.aws_iam_policy_document.read_table[0].json
}

data "aws_iam_policy_document" "read_table" {
  count = local.reads_directly ? 1 : 0

  statement {
    sid       = "ReadOneItem"
    actions   = ["dynamodb:GetItem"]
    resources = local.table_arns
  }
}
