# The log groups are of other roots, which subscribe them: the gateway's.
module "access_logs" {
  count  = local.environment.access_logs == null ? 0 : 1
  source = "../modules/access_logs"

  name                     = local.prefix
  account_id               = local.account_id
  key_arn                  = aws_kms_key.logs.arn
  permissions_boundary_arn = local.permissions_boundary_arn
  protect_data             = local.environment.protect_data
  keep_days                = local.environment.access_logs.keep_days
  left_out                 = local.environment.logs.access_omits
  scan_limit_gb            = local.environment.access_logs.scan_limit_gb
  notices_topic_arns       = local.environment.detections ? [aws_sns_topic.alarms["notices"].arn] : []
  runbook_url              = local.runbook_url
  region_suffix            = local.region_suffix
}
