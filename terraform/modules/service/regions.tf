# A second region serves from replicas of the tables. The primary region's root owns both; the second looks its own up.
locals {
  in_second_region = local.environment.primary_region != null
  owns_table       = local.has_table && !local.in_second_region
  region_suffix    = local.in_second_region ? "-${local.environment.second_region.region}" : ""

  replica_regions = {
    for second in local.environment.second_region[*] : second.region => { kms_key_arn = try(var.table_key.replica, null) }
  }
}

data "aws_dynamodb_table" "replica" {
  for_each = toset(local.has_table && local.in_second_region ? compact([local.full_name, local.restored_table]) : [])

  name = each.key
}

locals {
  replicas = {
    for name, table in data.aws_dynamodb_table.replica : name => {
      name    = name
      arn     = table.arn
      key_arn = local.table_key_arn
    }
  }
  replica_in_use = {
    for name, table in local.replicas : name => table if name == coalesce(local.restored_table, local.full_name)
  }
  watched_tables = concat(module.table[*].name, [for name in keys(local.replicas) : name if name == local.full_name])
}

# Each replica counts its own most used keys.
resource "aws_dynamodb_contributor_insights" "replica" {
  for_each = local.environment.contributor_insights ? local.replicas : {}

  table_name = each.key
}
