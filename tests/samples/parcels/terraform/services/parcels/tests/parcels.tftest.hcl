mock_provider "aws" {
  source          = "../../testing/mocks"
  override_during = plan
}

variables {
  package  = "../../testing/package.zip"
  contract = "../../../services/parcels/openapi.json"
  environment = {
    product            = "groundplan"
    name               = "test"
    region             = "eu-central-1"
    account_ids        = ["123456789012"]
    protect_data       = true
    log_retention_days = 7
    consumers          = {}
  }
}

run "has_a_table_of_its_own" {
  command = plan

  assert {
    condition     = output.function_name == "groundplan-test-parcels" && output.table_name == "groundplan-test-parcels"
    error_message = "Function and table are the service's own."
  }
}
