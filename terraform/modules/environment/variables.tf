# One block, because this is the one place for it: what an environment's values are, what stands for those that are left
# out, and which are refused. A root takes them as they are written and reads them from here (docs/adr/0011).
variable "values" {
  description = "The `environment` of a file in terraform/environments."
  type = object({
    # The product's name; only tests give it, everything else has the one of shared/product.py.
    product            = optional(string)
    name               = string
    region             = string
    account_ids        = list(string)
    protect_data       = bool
    log_retention_days = number
    expires_at         = optional(string)

    # Where the repository is: for alarms, which link to its docs, and for pipelines, which deploy the branch named here.
    repository_url    = optional(string)
    github_repository = optional(string)
    github_branch     = optional(string, "main")

    # Whether this account has the environments of pull requests, and the role that deploys and sweeps them.
    previews = optional(bool, false)

    # E-mail addresses by topic: pages and notices.
    alarm_emails         = optional(map(list(string)), {})
    monthly_budget_usd   = optional(number)
    availability_percent = optional(number, 99.9)
    tracing              = optional(bool, true)
    contributor_insights = optional(bool, false)

    # With tracing: traces of the first requests of each second, and the share of the others.
    traces = optional(object({ per_second = optional(number, 1), share = optional(number, 0.05) }), {})

    # Which lines are paid for (docs/cost.md): functions log every request at INFO, failed ones at WARNING; the access
    # log leaves out `access_omits`, and is in CloudWatch for `access_days` where Athena's tables keep it longer.
    logs = optional(object({
      function_level = optional(string, "INFO")
      access_omits   = optional(set(string), [])
      access_days    = optional(number)
    }), {})

    # Which alarms exist (docs/operations/alarms.md): all; pages, which only tell what consumers notice; or none, where
    # nobody would look. The alarms of a release follow `release`: CodeDeploy needs them wherever traffic shifts by shares.
    alarms = optional(string, "all")

    # Alarms on callers that are refused in numbers (modules/gateway_observability) and on log lines that are no rows
    # (modules/access_logs); null has them where all alarms exist.
    detections = optional(bool)

    # A dashboard for each service beside the API's: AWS bills each after an account's third.
    service_dashboards = optional(bool, false)

    # Days for which S3 keeps what was replaced; 0 keeps it for ever, and spares the minute that the provider takes to
    # believe that the rule is there.
    noncurrent_days = optional(number, 90)

    # AWS Backup of every table, beside their point-in-time recovery; null for none. Copies go to a vault that outlives
    # the account's own: another region's or another account's.
    backups = optional(object({
      keep_days         = number
      schedule          = optional(string, "cron(0 3 * * ? *)")
      copy_to_vault_arn = optional(string)
    }))

    # Whether Lambda runs only packages that AWS Signer signed; the deployment then signs each one.
    code_signing = optional(bool, false)

    # How a new version takes the traffic; see modules/release.
    release = optional(object({
      shift   = string
      percent = optional(number)
      minutes = optional(number)
    }), { shift = "canary" })

    # service => what its function has beyond the ordinary; see modules/lambda_function, `capacity`.
    functions = optional(map(object({
      memory_mb       = optional(number)
      timeout_seconds = optional(number)
      reserved        = optional(number)
      provisioned     = optional(number)
      snap_start      = optional(bool)
    })), {})

    # The most that each table takes in request units a second; null leaves it to the account.
    table_limits = optional(object({ read_units_per_second = number, write_units_per_second = number }))

    # service => the table that it uses since it was restored; see docs/operations/restore.md.
    restored_tables = optional(map(string), {})

    # A domain of the API's own; its execute-api address is off then. Certificate in the API's region, for EDGE in us-east-1.
    # truststore names a PEM file beside the values: only clients with a certificate of its authorities may connect.
    domain = optional(object({
      name            = string
      certificate_arn = string
      hosted_zone_id  = optional(string)
      truststore      = optional(string)
    }))

    # REGIONAL, or EDGE for callers far from the region.
    endpoint_type = optional(string, "REGIONAL")

    # A second region that answers for the domain too and serves from replicas of the tables; its certificate is of that
    # region, and both are for the domain and for <region>.<domain>. The deploy command sets primary_region for the roots
    # that it applies there; null where the tables are owned.
    second_region  = optional(object({ region = string, certificate_arn = string }))
    primary_region = optional(string)

    # GB of the stage's cache; AWS bills it by the hour.
    cache_size = optional(string)

    # AWS WAF in front of the API; null for none. The default rate limit of an address is what the fastest tier with
    # consumers promises.
    web_acl = optional(object({
      requests_per_5_minutes = optional(number)
      largest_body_kb        = optional(number, 16)
    }))

    # Access logs, the web ACL's and the functions' as Parquet in S3, for questions (docs/operations/analytics.md); null
    # for none. See modules/access_logs.
    access_logs = optional(object({
      keep_days     = optional(number)
      scan_limit_gb = optional(number)
    }))

    # The access log in OpenSearch Serverless, for whoever is named: ARNs of roles or users; null for none. It is billed by
    # the hour; see modules/log_search.
    log_search = optional(object({
      readers          = set(string)
      keep_days        = optional(number)
      standby_replicas = optional(bool)
    }))

    # Quotas of the account: requests a second that all REST APIs of the region take together, resources of an API, and
    # Cognito's "Resource servers per user pool", of which each service has one.
    account_rate_per_second = optional(number, 10000)
    resource_quota          = optional(number, 300)
    resource_server_quota   = optional(number, 25)

    # Lambda's quota "Concurrent executions", as far as this environment may use it up (`aws lambda get-account-settings`).
    # Services that call others then take half of it at most (docs/adr/0021); null for no bound.
    account_concurrency = optional(number)

    # The portal of consumers (docs/operations/portal.md); null for none. visitor => hash, as `make portal-visitor` prints
    # it; with both addresses the pages send requests.
    portal = optional(object({
      visitors  = map(string)
      api_url   = optional(string)
      token_url = optional(string)
    }))

    # Who may call; see modules/consumers.
    consumers = map(object({
      tier    = string
      scopes  = optional(list(string), [])
      tenant  = optional(string)
      kind    = optional(string, "machine")
      enabled = optional(bool, true)
      keys    = optional(map(object({ x = string, y = string })), {})
    }))
  })
  nullable = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,15}$", var.values.name))
    error_message = "An environment's name has at most 16 lower-case letters, digits and hyphens: it is part of every name."
  }

  validation {
    condition     = length(var.values.account_ids) > 0 && alltrue([for id in var.values.account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "account_ids names the accounts that may be touched, 12 digits each; with none, any account might be."
  }

  validation {
    condition     = var.values.expires_at == null || can(timeadd(coalesce(var.values.expires_at, "-"), "0s"))
    error_message = "expires_at is a time as RFC 3339 writes it: 2026-01-31T12:00:00Z; null for an environment that stays."
  }

  validation {
    condition     = var.values.expires_at == null || !var.values.protect_data
    error_message = "An environment that expires cannot protect its data: nobody could sweep it. Set protect_data = false, or leave expires_at out."
  }

  validation {
    condition     = can(regex("^https://.+[^/]$", coalesce(var.values.repository_url, "https://example.com")))
    error_message = "repository_url is the repository's page, https:// and without a slash at the end: alarms link to its docs."
  }

  validation {
    condition     = var.values.github_repository == null || can(regex("^([\\w.-]+/[\\w.-]+|[\\w.-]+@[0-9]+/[\\w.-]+@[0-9]+)$", var.values.github_repository))
    error_message = "Write the repository as owner@id/name@id, or as owner/name if GitHub made it before July 2026; docs/operations/environments.md says how to find the ids. null means that no pipeline deploys to this account."
  }

  validation {
    condition     = can(regex("^[\\w./-]+$", var.values.github_branch))
    error_message = "Write the branch as it is, without refs/heads and without a pattern: main."
  }

  validation {
    condition     = alltrue([for topic in keys(var.values.alarm_emails) : contains(["pages", "notices"], topic)])
    error_message = "Alarms go to pages or to notices; alarm_emails names addresses for these two."
  }

  validation {
    condition     = contains(["all", "pages", "none"], var.values.alarms)
    error_message = "alarms is all, pages or none: which alarms the environment has (docs/operations/alarms.md)."
  }

  validation {
    condition     = coalesce(var.values.monthly_budget_usd, 1) > 0
    error_message = "A budget is more than nothing; leave monthly_budget_usd out to have none."
  }

  validation {
    condition     = var.values.noncurrent_days >= 0 && floor(var.values.noncurrent_days) == var.values.noncurrent_days
    error_message = "noncurrent_days is a whole number of days; 0 keeps for ever what was replaced."
  }

  validation {
    condition     = contains(["DEBUG", "INFO", "WARNING"], var.values.logs.function_level)
    error_message = "logs.function_level is DEBUG, INFO or WARNING; errors are always logged."
  }

  validation {
    condition     = var.values.logs.access_days == null || var.values.access_logs != null
    error_message = "logs.access_days shortens what CloudWatch keeps of the access log because its lines are kept as tables: set access_logs, or leave access_days out."
  }

  validation {
    condition     = var.values.traces.share >= 0 && var.values.traces.share <= 1 && var.values.traces.per_second >= 0
    error_message = "traces.share is a part of all requests, from 0 to 1, and traces.per_second a number of them; tracing = false ends them all."
  }

  validation {
    condition     = try(var.values.backups.keep_days, 1) >= 1
    error_message = "A backup is kept for at least one day; leave backups out for none."
  }

  # Lambda keeps 100 for the functions that reserve nothing, and refuses a reservation that leaves fewer.
  validation {
    condition     = var.values.account_concurrency == null || sum(concat([0], [for each in var.values.functions : coalesce(each.reserved, 0)])) <= coalesce(var.values.account_concurrency, 0) - 100
    error_message = "The functions of this environment reserve ${sum(concat([0], [for each in var.values.functions : coalesce(each.reserved, 0)]))} places, and of account_concurrency = ${coalesce(var.values.account_concurrency, 0)} Lambda keeps 100 for those that reserve none. Reserve fewer, or have AWS raise \"Concurrent executions\"."
  }

  validation {
    condition     = var.values.log_search == null || var.values.access_logs != null
    error_message = "OpenSearch reads the files that access_logs writes: an environment with log_search needs access_logs too."
  }

  validation {
    condition     = startswith(try(var.values.backups.schedule, "cron("), "cron(")
    error_message = "Write the schedule of backups as AWS does, in UTC: cron(0 3 * * ? *)."
  }

  validation {
    condition     = try(var.values.domain.truststore, null) == null || can(file("${path.module}/../../environments/${var.values.domain.truststore}"))
    error_message = "There is no terraform/environments/${coalesce(try(var.values.domain.truststore, null), "…")}; put the authorities' certificates there, as PEM."
  }

  # The client of services has no certificate to show.
  validation {
    condition     = try(var.values.domain.truststore, null) == null || !anytrue([for each in var.values.consumers : each.tier == "internal" && each.enabled])
    error_message = "With domain.truststore only clients with a certificate may connect, and a service that calls another through the gateway shows none: each of its calls would fail. Leave truststore out, or disable the consumers of tier internal (${join(", ", [for name, each in var.values.consumers : name if each.tier == "internal"])})."
  }

  validation {
    condition     = try(var.values.second_region.region, null) != coalesce(var.values.primary_region, var.values.region)
    error_message = "The second region is another one than the first; leave second_region out to serve from one."
  }

  validation {
    condition     = var.values.primary_region == null || var.values.second_region != null
    error_message = "Only an environment with a second_region has a primary_region; the deploy command sets it, no values file does."
  }

  # The longest of its names is the artifact bucket's, with the account's twelve digits.
  validation {
    condition     = length(join("-", concat([coalesce(var.values.product, local.product), var.values.name, "artifacts-000000000000"], var.values.second_region[*].region))) <= 63
    error_message = "The bucket of packages in the second region would have a name of more than 63 characters; shorten the environment's name."
  }

  validation {
    condition     = var.values.second_region == null || (try(var.values.domain.hosted_zone_id, null) != null && var.values.endpoint_type == "REGIONAL")
    error_message = "Two regions answer for one domain, and Route 53 chooses: a second_region needs a domain with hosted_zone_id, and REGIONAL endpoints."
  }

  validation {
    condition     = var.values.second_region == null || try(var.values.domain.truststore, null) == null
    error_message = "Route 53's health checks have no client certificate to show: an environment has a second_region or a truststore, not both."
  }

  validation {
    condition     = var.values.second_region == null || strcontains(try(var.values.second_region.certificate_arn, ""), ":acm:${try(var.values.second_region.region, "")}:")
    error_message = "API Gateway reads certificates in its own region: request the second region's there."
  }

  validation {
    condition     = try(var.values.portal, null) == null || length([for url in [try(var.values.portal.api_url, null), try(var.values.portal.token_url, null)] : url if startswith(coalesce(url, "-"), "https://")]) == 2 || (try(var.values.portal.api_url, null) == null && try(var.values.portal.token_url, null) == null)
    error_message = "The portal names both api_url and token_url, each with https://, or none of them; without them its pages send no requests."
  }
}
