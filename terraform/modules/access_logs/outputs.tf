output "delivery" {
  description = "For subscriptions: the streams by table, and the role that puts lines into them."
  value = {
    role_arn = aws_iam_role.subscriptions.arn
    streams  = { for table, stream in aws_kinesis_firehose_delivery_stream.lines : table => stream.arn }
  }

  # A subscription is tried out when it is made.
  depends_on = [aws_iam_role_policy.subscriptions]
}

output "questions" {
  description = "For whoever asks: the work group, the database, and the bucket of lines and results."
  value = {
    bucket    = module.protection.bucket
    database  = aws_glue_catalog_database.this.name
    workgroup = aws_athena_workgroup.this.name
  }
}
