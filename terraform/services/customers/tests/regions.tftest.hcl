# The same root in the primary region of two, and in the second.
mock_provider "aws" {
  source = "../../testing/mocks"
}

mock_provider "aws" {
  alias = "second"

  mock_resource "aws_kms_key" {
    defaults = {
      arn    = "arn:aws:kms:eu-west-1:123456789012:key/replica"
      key_id = "replica"
    }
  }
}

variables {
  package  = "../../testing/package.zip"
  contract = "tests/contract.json"
  environment = {
    product            = "groundplan"
    name               = "test"
    region             = "eu-central-1"
    domain             = { name = "api.example.com", certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/one", hosted_zone_id = "ZZONE" }
    second_region      = { region = "eu-west-1", certificate_arn = "arn:aws:acm:eu-west-1:123456789012:certificate/two" }
    account_ids        = ["123456789012"]
    protect_data       = true
    log_retention_days = 7
    consumers          = {}
  }
}

run "encrypts_the_replica_with_a_key_of_its_region" {
  command = apply

  assert {
    condition     = output.replica_key_arns == { eu-west-1 = "arn:aws:kms:eu-west-1:123456789012:key/replica" }
    error_message = "Table and replica each have the key of their region."
  }

  assert {
    condition     = output.table_key_arn == "arn:aws:kms:eu-central-1:123456789012:key/key"
    error_message = "The table keeps its own key."
  }
}

run "uses_the_replica_and_its_key_in_the_second_region" {
  command = apply

  variables {
    environment = merge(var.environment, {
      region         = "eu-west-1"
      primary_region = "eu-central-1"
    })
  }

  assert {
    condition     = module.table_key.arns.here == "arn:aws:kms:eu-west-1:123456789012:key/replica"
    error_message = "The function may use the key of the copy that it reads."
  }

  assert {
    condition     = output.table_key_arn == "arn:aws:kms:eu-west-1:123456789012:key/replica" && output.table_name == "groundplan-test-customers"
    error_message = "The table is the replica of the same name."
  }
}
