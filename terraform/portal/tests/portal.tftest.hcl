mock_provider "aws" {
  source          = "../testing/mocks"
  override_during = plan
}

variables {
  site = "tests/site"
  environment = {
    name               = "test"
    region             = "eu-central-1"
    account_ids        = ["123456789012"]
    protect_data       = true
    log_retention_days = 7
    consumers          = {}
  }
}

run "makes_nothing_until_the_environment_wants_it" {
  command = plan

  assert {
    condition     = output.url == null && length(module.portal) == 0
    error_message = "The portal is off by default."
  }
}

run "serves_visitors_of_the_values" {
  command = plan

  variables {
    environment = {
      name               = "test"
      region             = "eu-central-1"
      account_ids        = ["123456789012"]
      protect_data       = true
      log_retention_days = 7
      consumers          = {}
      portal = {
        visitors  = { acme = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae" }
        api_url   = "https://api.example.com/v1"
        token_url = "https://token.example.com/oauth2/token"
      }
    }
  }

  assert {
    condition     = length(module.portal) == 1
    error_message = "With visitors in the values there is a portal."
  }
}
