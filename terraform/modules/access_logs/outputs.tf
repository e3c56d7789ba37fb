# Composed of names, so that who only needs to know them does not wait for what they name: services begin meanwhile, and
# the gateway, which subscribes, is applied when this root is.
output "delivery" {
  description = "For subscriptions: the streams by table, and the role that puts lines into them."
  value = {
    role_arn = "arn:aws:iam::${var.account_id}:role/${local.subscriber}"
    streams  = { for table, name in local.streams : table => "arn:aws:firehose:${local.region}:${var.account_id}:deliverystream/${name}" }
  }
}

output "questions" {
  description = "For whoever asks: the work group, the database, and the bucket of lines and results."
  value = {
    bucket    = module.protection.bucket
    database  = aws_glue_catalog_database.this.name
    workgroup = aws_athena_workgroup.this.name
  }
}
