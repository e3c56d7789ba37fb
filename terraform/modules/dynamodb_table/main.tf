locals {
  index_keys     = flatten([for index in var.indexes : [index.partition_key, index.sort_key]])
  key_attributes = toset(concat([var.partition_key, var.sort_key], local.index_keys))

  # Replicas are fed from the stream, and want it whole.
  stream_view_type = length(var.replicas) > 0 ? "NEW_AND_OLD_IMAGES" : var.stream_view_type
}

# One block, because DynamoDB takes indexes, limits, encryption and replicas as parts of the table.
resource "aws_dynamodb_table" "this" {
  #checkov:skip=CKV_AWS_119:encrypted with DynamoDB's own key unless key_arn names one, as for personal data

  name                        = var.name
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = var.partition_key
  range_key                   = var.sort_key
  deletion_protection_enabled = var.protected
  table_class                 = var.table_class
  stream_enabled              = local.stream_view_type == null ? null : true
  stream_view_type            = local.stream_view_type

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

      # An index is throttled and paid for on its own: the table's limit does not end its reads.
      dynamic "on_demand_throughput" {
        for_each = var.limits[*]

        content {
          max_read_request_units  = on_demand_throughput.value.read_units_per_second
          max_write_request_units = on_demand_throughput.value.write_units_per_second
        }
      }
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

  # On demand has no end of its own: a loop that writes is paid for until somebody sees it.
  dynamic "on_demand_throughput" {
    for_each = var.limits[*]

    content {
      max_read_request_units  = on_demand_throughput.value.read_units_per_second
      max_write_request_units = on_demand_throughput.value.write_units_per_second
    }
  }

  dynamic "replica" {
    for_each = var.replicas

    content {
      region_name            = replica.key
      kms_key_arn            = replica.value.kms_key_arn
      point_in_time_recovery = true
      propagate_tags         = true
    }
  }
}

# Which keys are read, written and throttled most: how requests spread over partitions.
resource "aws_dynamodb_contributor_insights" "this" {
  count = var.contributor_insights ? 1 : 0

  table_name = aws_dynamodb_table.this.name
}
