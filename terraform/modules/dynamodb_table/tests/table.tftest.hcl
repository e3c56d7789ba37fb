mock_provider "aws" {
  source = "../../testing/mocks"
}

variables {
  name      = "groundplan-test-widgets"
  protected = true
}

run "keeps_data_safe_by_default" {
  command = plan

  assert {
    condition     = aws_dynamodb_table.this.billing_mode == "PAY_PER_REQUEST"
    error_message = "A table is paid for by use."
  }

  assert {
    condition     = aws_dynamodb_table.this.point_in_time_recovery[0].enabled && aws_dynamodb_table.this.server_side_encryption[0].enabled
    error_message = "A table can be restored to any moment and is encrypted."
  }

  assert {
    condition     = aws_dynamodb_table.this.deletion_protection_enabled
    error_message = "A protected table refuses to be deleted."
  }

  assert {
    condition     = aws_dynamodb_table.this.hash_key == "pk" && aws_dynamodb_table.this.range_key == "sk"
    error_message = "The code reads by pk and sk."
  }

  assert {
    condition     = one(aws_dynamodb_table.this.ttl).attribute_name == "expires_at"
    error_message = "Idempotency keys expire by this attribute."
  }
}

run "counts_the_hottest_keys" {
  command = plan

  assert {
    condition     = one(aws_dynamodb_contributor_insights.this[*].table_name) == "groundplan-test-widgets"
    error_message = "How requests spread over partitions can be seen."
  }
}

run "counts_no_keys_when_told" {
  command = plan

  variables { contributor_insights = false }

  assert {
    condition     = length(aws_dynamodb_contributor_insights.this) == 0
    error_message = "An environment can do without."
  }
}

run "lets_an_unprotected_table_go" {
  command = plan

  variables { protected = false }

  assert {
    condition     = !aws_dynamodb_table.this.deletion_protection_enabled
    error_message = "An environment that comes and goes can delete its tables."
  }
}

run "refuses_a_name_that_is_too_long" {
  command = plan

  variables { name = join("", [for i in range(256) : "x"]) }

  expect_failures = [var.name]
}

run "can_have_a_key_of_its_own" {
  command = plan

  variables { key_arn = "arn:aws:kms:eu-central-1:123456789012:key/widgets" }

  assert {
    condition     = aws_dynamodb_table.this.server_side_encryption[0].kms_key_arn == "arn:aws:kms:eu-central-1:123456789012:key/widgets"
    error_message = "Who holds the key decides who reads the table."
  }
}

run "refuses_a_key_that_is_no_arn" {
  command = plan

  variables { key_arn = "alias/widgets" }

  expect_failures = [var.key_arn]
}

run "has_the_indexes_that_are_queried" {
  command = plan

  variables { indexes = { by_category = { partition_key = "category", sort_key = "id" } } }

  assert {
    condition     = one(aws_dynamodb_table.this.global_secondary_index).hash_key == "category" && one(aws_dynamodb_table.this.global_secondary_index).range_key == "id"
    error_message = "An index has the keys that it was given."
  }

  assert {
    condition     = toset(aws_dynamodb_table.this.attribute[*].name) == toset(["pk", "sk", "category", "id"])
    error_message = "DynamoDB wants the key attributes declared, each once, and no others."
  }
}

run "refuses_more_indexes_than_dynamodb_has" {
  command = plan

  variables { indexes = { for i in range(21) : "i${i}" => { partition_key = "a", sort_key = "b" } } }

  expect_failures = [var.indexes]
}

run "has_nothing_that_nobody_asked_for" {
  command = plan

  assert {
    condition     = length(aws_dynamodb_table.this.on_demand_throughput) == 0 && length(aws_dynamodb_table.this.replica) == 0 && aws_dynamodb_table.this.stream_enabled == null
    error_message = "Neither limits nor replicas nor a stream, which are all paid for or felt."
  }
}

run "stops_at_its_limits" {
  command = plan

  variables {
    limits  = { read_units_per_second = 500, write_units_per_second = 100 }
    indexes = { by_status = { partition_key = "tenant_status", sort_key = "id" } }
  }

  assert {
    condition     = one(one(aws_dynamodb_table.this.global_secondary_index).on_demand_throughput).max_read_request_units == 500 && one(one(aws_dynamodb_table.this.global_secondary_index).on_demand_throughput).max_write_request_units == 100
    error_message = "An index ends where its table does: it is read past the table's own limit."
  }

  assert {
    condition     = one(aws_dynamodb_table.this.on_demand_throughput).max_read_request_units == 500 && one(aws_dynamodb_table.this.on_demand_throughput).max_write_request_units == 100
    error_message = "Reads and writes end where they were told to."
  }
}

run "is_encrypted_with_the_key_it_is_given" {
  command = plan

  variables { key_arn = "arn:aws:kms:eu-central-1:123456789012:key/widgets" }

  assert {
    condition     = one(aws_dynamodb_table.this.server_side_encryption).enabled && one(aws_dynamodb_table.this.server_side_encryption).kms_key_arn == "arn:aws:kms:eu-central-1:123456789012:key/widgets"
    error_message = "Who may use the key may read the table, and nobody else."
  }
}

run "tells_its_changes_when_asked" {
  command = plan

  variables {
    stream_view_type = "KEYS_ONLY"
    table_class      = "STANDARD_INFREQUENT_ACCESS"
  }

  assert {
    condition     = aws_dynamodb_table.this.stream_enabled && aws_dynamodb_table.this.stream_view_type == "KEYS_ONLY" && aws_dynamodb_table.this.table_class == "STANDARD_INFREQUENT_ACCESS"
    error_message = "Stream and class are as asked for."
  }
}

run "lives_in_a_second_region_too" {
  command = plan

  variables { replicas = { eu-west-1 = {} } }

  assert {
    condition     = one(aws_dynamodb_table.this.replica).region_name == "eu-west-1" && one(aws_dynamodb_table.this.replica).point_in_time_recovery && one(aws_dynamodb_table.this.replica).propagate_tags
    error_message = "A replica can be restored and is tagged like the table."
  }

  assert {
    condition     = aws_dynamodb_table.this.stream_enabled && aws_dynamodb_table.this.stream_view_type == "NEW_AND_OLD_IMAGES"
    error_message = "Replicas are fed from the stream."
  }
}

run "refuses_a_replica_without_a_key_of_its_own" {
  command = plan

  variables {
    key_arn  = "arn:aws:kms:eu-central-1:123456789012:key/widgets"
    replicas = { eu-west-1 = {} }
  }

  expect_failures = [var.replicas]
}

run "refuses_replicas_beside_a_stream_that_cannot_feed_them" {
  command = plan

  variables {
    stream_view_type = "KEYS_ONLY"
    replicas         = { eu-west-1 = {} }
  }

  expect_failures = [var.stream_view_type]
}

run "refuses_a_stream_that_shows_something_else" {
  command = plan

  variables { stream_view_type = "EVERYTHING" }

  expect_failures = [var.stream_view_type]
}

run "refuses_a_class_that_dynamodb_lacks" {
  command = plan

  variables { table_class = "GLACIER" }

  expect_failures = [var.table_class]
}

run "refuses_a_limit_that_takes_nothing" {
  command = plan

  variables { limits = { read_units_per_second = 0, write_units_per_second = 1 } }

  expect_failures = [var.limits]
}

run "encrypts_each_copy_with_a_key_of_its_region" {
  command = plan

  variables {
    key_arn  = "arn:aws:kms:eu-central-1:123456789012:key/widgets"
    replicas = { eu-west-1 = { kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/widgets" } }
  }

  assert {
    condition     = output.replica_key_arns == { eu-west-1 = "arn:aws:kms:eu-west-1:123456789012:key/widgets" }
    error_message = "A replica is encrypted with a key that its region has."
  }
}
