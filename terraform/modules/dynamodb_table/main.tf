locals {
  index_keys     = flatten([for index in var.indexes : [index.partition_key, index.sort_key]])
  key_attributes = toset(concat([var.partition_key, var.sort_key], local.index_keys))
}

resource "aws_dynamodb_table" "this" {
  name                        = var.name
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = var.partition_key
  range_key                   = var.sort_key
  deletion_protection_enabled = var.protected

  dynamic "attribute" {
    for_each = local.key_attributes

    content {
      name = attribute.value
      type = "S"
    }
  }

  dynamic "global_secondary_index" {
    for_each = var.indexes

    content {
      name            = global_secondary_index.key
      hash_key        = global_secondary_index.value.partition_key
      range_key       = global_secondary_index.value.sort_key
      projection_type = "ALL"
    }
  }

  ttl {
    attribute_name = var.ttl_attribute
    enabled        = true
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = var.key_arn
  }
}

# Which keys are read, written and throttled most: how requests spread over partitions.
resource "aws_dynamodb_contributor_insights" "this" {
  count = var.contributor_insights ? 1 : 0

  table_name = aws_dynamodb_table.this.name
}
