mock_provider "aws" {
  source = "../../testing/mocks"
}

variables {
  environment_name = "test"
  consumers = {
    acme = { tier = "gold", tenant = "acme", scopes = ["widgets/write", "widgets/read", "gadgets/read"] }
    web  = { tier = "bronze", kind = "people" }
  }
  usage_plan_ids = { gold = "plan-gold", bronze = "plan-bronze" }
  user_pool_id   = "eu-central-1_pool"
  services       = ["widgets"]
  recovery_days  = 0
}

run "gives_a_machine_client_credentials_and_the_scopes_that_exist" {
  command = apply

  assert {
    condition     = aws_cognito_user_pool_client.this["acme"].allowed_oauth_flows == toset(["client_credentials"])
    error_message = "A machine authenticates with its own credentials."
  }

  assert {
    condition     = aws_cognito_user_pool_client.this["acme"].allowed_oauth_scopes == toset(["widgets/read", "widgets/write"])
    error_message = "The scope of a service that is not live is left out, because Cognito would refuse it."
  }

  assert {
    condition     = aws_cognito_user_pool_client.this["acme"].generate_secret && !aws_cognito_user_pool_client.this["web"].generate_secret
    error_message = "An app that people use keeps no secret."
  }
}

run "gives_no_flow_to_a_machine_whose_services_are_not_live" {
  command = apply

  variables { services = [] }

  assert {
    condition     = !aws_cognito_user_pool_client.this["acme"].allowed_oauth_flows_user_pool_client
    error_message = "Cognito refuses a flow without scopes."
  }
}

run "ties_the_client_to_its_tier" {
  command = apply

  assert {
    condition     = aws_api_gateway_api_key.this["acme"].value == "client0123456789012345"
    error_message = "The key's value is the client id, which the authorizer names as usage key."
  }

  assert {
    condition     = aws_api_gateway_usage_plan_key.this["acme"].usage_plan_id == "plan-gold" && aws_api_gateway_usage_plan_key.this["web"].usage_plan_id == "plan-bronze"
    error_message = "Each consumer is a member of its tier's plan."
  }
}

run "tells_the_authorizer_who_the_client_is" {
  command = apply

  assert {
    condition     = aws_ssm_parameter.this["acme"].name == "/test/consumers/client0123456789012345"
    error_message = "The authorizer looks a consumer up by its client id."
  }

  assert {
    condition = jsondecode(aws_ssm_parameter.this["acme"].insecure_value) == {
      name = "acme", tenant = "acme", tier = "gold", kind = "machine", enabled = true
    }
    error_message = "The record has what a token does not say."
  }
}

run "keeps_a_place_for_the_secret_and_no_secret" {
  command = apply

  assert {
    condition     = keys(aws_secretsmanager_secret.this) == ["acme"] && aws_secretsmanager_secret.this["acme"].name == "/test/consumers/acme"
    error_message = "Only machines have a secret, which the deploy command writes."
  }
}

run "disables_without_destroying" {
  command = apply

  variables { consumers = { acme = { tier = "gold", tenant = "acme", scopes = ["widgets/read"], enabled = false } } }

  assert {
    condition     = !aws_api_gateway_api_key.this["acme"].enabled && !jsondecode(aws_ssm_parameter.this["acme"].insecure_value).enabled
    error_message = "A disabled consumer keeps its client and loses its access."
  }

  assert {
    condition     = !aws_cognito_user_pool_client.this["acme"].allowed_oauth_flows_user_pool_client && length(aws_cognito_user_pool_client.this["acme"].allowed_oauth_flows) == 0 && length(aws_cognito_user_pool_client.this["acme"].allowed_oauth_scopes) == 0
    error_message = "A disabled consumer gets no new token."
  }
}

run "refuses_an_unknown_tier" {
  command = plan

  variables { consumers = { acme = { tier = "platinum", tenant = "acme", scopes = ["widgets/read"] } } }

  expect_failures = [aws_cognito_user_pool_client.this]
}

run "refuses_a_scope_that_is_none" {
  command = plan

  variables { consumers = { acme = { tier = "gold", tenant = "acme", scopes = ["widgets"] } } }

  expect_failures = [var.consumers]
}

run "refuses_a_machine_without_tenant" {
  command = plan

  variables { consumers = { acme = { tier = "gold", scopes = ["widgets/read"] } } }

  expect_failures = [var.consumers]
}

run "warns_of_a_machine_without_scopes" {
  command = plan

  variables { consumers = { acme = { tier = "gold", tenant = "acme" } } }

  expect_failures = [check.machines_have_scopes]
}

run "takes_a_machine_without_scopes_before_there_is_a_service" {
  command = plan

  variables {
    consumers = { acme = { tier = "gold", tenant = "acme" } }
    services  = []
  }

  assert {
    condition     = !aws_cognito_user_pool_client.this["acme"].allowed_oauth_flows_user_pool_client
    error_message = "Cognito refuses a flow without scopes."
  }
}

run "refuses_an_unknown_kind" {
  command = plan

  variables { consumers = { acme = { tier = "gold", tenant = "acme", scopes = ["widgets/read"], kind = "robot" } } }

  expect_failures = [var.consumers]
}

run "refuses_a_name_with_spaces" {
  command = plan

  variables { consumers = { "Acme Inc" = { tier = "gold", tenant = "acme", scopes = ["widgets/read"] } } }

  expect_failures = [var.consumers]
}

run "refuses_a_recovery_window_that_aws_lacks" {
  command = plan

  variables { recovery_days = 3 }

  expect_failures = [var.recovery_days]
}

run "copies_secrets_to_the_second_region" {
  command = apply

  variables { replica_region = "eu-west-1" }

  assert {
    condition     = one(aws_secretsmanager_secret.this["acme"].replica).region == "eu-west-1"
    error_message = "A service of the second region finds its credentials there."
  }
}

run "keeps_secrets_in_one_region_by_default" {
  command = apply

  assert {
    condition     = length(aws_secretsmanager_secret.this["acme"].replica) == 0
    error_message = "A copy is paid for."
  }
}

run "gives_the_primarys_clients_keys_in_the_second_region" {
  command = apply

  variables { client_ids = { acme = "acme0123456789012345", web = "web00123456789012345" } }

  assert {
    condition     = length(aws_cognito_user_pool_client.this) == 0 && length(aws_secretsmanager_secret.this) == 0
    error_message = "App clients and secrets are made once, in the primary region."
  }

  assert {
    condition     = aws_api_gateway_api_key.this["acme"].value == "acme0123456789012345" && aws_api_gateway_api_key.this["web"].value == "web00123456789012345"
    error_message = "A token's client is known in both regions."
  }

  assert {
    condition     = aws_api_gateway_usage_plan_key.this["acme"].usage_plan_id == "plan-gold"
    error_message = "It has its tier's limits in each region."
  }

  assert {
    condition     = aws_ssm_parameter.this["acme"].name == "/test/consumers/acme0123456789012345"
    error_message = "The second region's authorizer reads its own parameters."
  }

  assert {
    condition     = output.client_ids == tomap({ acme = "acme0123456789012345", web = "web00123456789012345" })
    error_message = "Both regions tell the same clients."
  }
}

run "refuses_a_consumer_that_the_primary_region_does_not_know_yet" {
  command = plan

  variables { client_ids = { web = "web00123456789012345" } }

  expect_failures = [aws_api_gateway_api_key.this["acme"]]
}

run "keeps_the_public_keys_of_a_signer_and_nothing_that_is_paid_for" {
  command = apply

  variables {
    consumers = {
      small = {
        tier = "bronze", tenant = "small", kind = "signer", scopes = ["widgets/read", "gadgets/read"]
        keys = { k1 = { x = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", y = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM" } }
      }
    }
  }

  assert {
    condition     = length(aws_cognito_user_pool_client.this) == 0 && length(aws_secretsmanager_secret.this) == 0
    error_message = "A signer has neither app client nor secret."
  }

  assert {
    condition     = aws_api_gateway_api_key.this["small"].value == "signer${substr(sha256("test/small"), 0, 26)}" && aws_api_gateway_usage_plan_key.this["small"].usage_plan_id == "plan-bronze"
    error_message = "Its id is its usage key, in the plan of its tier, like everybody's."
  }

  assert {
    condition = [for text in values(aws_ssm_parameter.signers) : jsondecode(text.insecure_value)] == [{
      "signer${substr(sha256("test/small"), 0, 26)}" = {
        keys   = { k1 = { x = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", y = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM" } }
        scopes = ["widgets/read"]
      }
    }]
    error_message = "The authorizer finds its keys, and the scopes of live services."
  }

  assert {
    condition     = keys(aws_ssm_parameter.signers) == [substr(sha256("test/small"), 0, 1)]
    error_message = "The parameter is the one that the id's first digit leads to."
  }
}

run "leaves_a_disabled_signer_no_scope" {
  command = apply

  variables {
    consumers = {
      small = {
        tier = "bronze", tenant = "small", kind = "signer", scopes = ["widgets/read"], enabled = false
        keys = { k1 = { x = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", y = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM" } }
      }
    }
  }

  assert {
    condition     = !aws_api_gateway_api_key.this["small"].enabled && alltrue([for text in values(aws_ssm_parameter.signers) : length(one(values(jsondecode(text.insecure_value))).scopes) == 0])
    error_message = "It is refused at once by its key, and soon by the authorizer."
  }
}

run "refuses_a_signer_without_a_key" {
  command = plan

  variables { consumers = { small = { tier = "bronze", tenant = "small", kind = "signer" } } }

  expect_failures = [var.consumers]
}

run "refuses_a_key_that_is_no_point" {
  command = plan

  variables { consumers = { small = { tier = "bronze", tenant = "small", kind = "signer", keys = { k1 = { x = "short", y = "short" } } } } }

  expect_failures = [var.consumers]
}

run "refuses_one_key_for_two" {
  command = plan

  variables {
    consumers = {
      for name in ["small", "tiny"] : name => {
        tier = "bronze", tenant = name, kind = "signer"
        keys = { k1 = { x = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", y = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM" } }
      }
    }
  }

  expect_failures = [var.consumers]
}

run "refuses_more_keys_and_scopes_than_a_parameter_holds" {
  command = plan

  variables {
    services = [for number in range(400) : "widgets-of-kind-${number}"]
    consumers = {
      small = {
        tier = "bronze", tenant = "small", kind = "signer", scopes = [for number in range(400) : "widgets-of-kind-${number}/read"]
        keys = { k1 = { x = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", y = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM" } }
      }
    }
  }

  expect_failures = [aws_ssm_parameter.signers]
}
