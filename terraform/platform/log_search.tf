# Off unless the values say who searches: it costs by the hour, whether anybody does or not (docs/operations/analytics.md).
module "log_search" {
  count  = local.environment.log_search == null || local.in_second_region ? 0 : 1
  source = "../modules/log_search"

  name                     = local.prefix
  account_id               = local.account_id
  key_arn                  = aws_kms_key.logs.arn
  permissions_boundary_arn = local.permissions_boundary_arn
  bucket                   = module.access_logs[0].questions.bucket
  readers                  = local.environment.log_search.readers
  keep_days                = local.environment.log_search.keep_days
  standby_replicas         = local.environment.log_search.standby_replicas
}
