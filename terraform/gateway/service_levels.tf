# Warnings to the reviewer about limits that have no effect. None of them stops an apply.
locals {
  service_levels = jsondecode(file("${path.module}/../../shared/throttling.json"))

  members    = { for name, consumer in local.environment.consumers : consumer.tier => name... if consumer.enabled }
  idle_tiers = [for tier in keys(local.service_levels.tiers) : tier if !contains(keys(local.members), tier)]

  # Requests of one address in five minutes, by tier: a consumer may call from one address alone.
  promised_per_address = {
    for tier, level in local.service_levels.tiers : tier => 300 * level.rate_per_second + level.burst
    if contains(keys(local.members), tier)
  }
  called_by_services = distinct(flatten([
    for name in lookup(local.members, "internal", []) : [for scope in local.environment.consumers[name].scopes : split("/", scope)[0]]
  ]))

  promised_per_second = sum(concat([0], [
    for consumer in local.environment.consumers : local.service_levels.tiers[consumer.tier].rate_per_second
    if consumer.enabled && contains(keys(local.service_levels.tiers), consumer.tier)
  ]))
  faster_classes = [
    for name, class in local.service_levels.route_classes : name
    if class.rate_per_second > local.environment.account_rate_per_second
  ]
}

check "usage_plans_have_members" {
  assert {
    condition     = length(local.idle_tiers) == 0
    error_message = "No enabled consumer of ${local.environment.name} is in tier ${join(", ", local.idle_tiers)}: its usage plan has no key and limits nobody. Give a consumer that tier, or take it out of shared/throttling.json."
  }
}

check "consumers_fit_the_account" {
  assert {
    condition     = local.promised_per_second <= local.environment.account_rate_per_second
    error_message = "The consumers of ${local.environment.name} may send ${local.promised_per_second} requests a second together, but the account takes ${local.environment.account_rate_per_second}: some will get 429 within their own limits. Have AWS raise \"Throttle rate\" and set account_rate_per_second, or lower a tier."
  }
}

check "route_classes_fit_the_account" {
  assert {
    condition     = length(local.faster_classes) == 0
    error_message = "The route class ${join(", ", local.faster_classes)} allows more than the account's ${local.environment.account_rate_per_second} requests a second, so it limits nothing."
  }
}

# Cognito refuses the next service's scopes when its pool is full: told here, where all services are known.
check "services_fit_the_user_pool" {
  assert {
    condition     = length(local.services) <= local.environment.resource_server_quota
    error_message = "${length(local.services)} services are live in ${local.environment.name}, and its user pool takes the scopes of ${local.environment.resource_server_quota}: the next service cannot be deployed. Have AWS raise \"Resource servers per user pool\" and set resource_server_quota."
  }
}
