# Where questions are asked: with a limit on what one may read, and results that only the bucket's readers see.
resource "aws_athena_workgroup" "this" {
  name          = var.name
  description   = "Questions to the logs of ${var.name}"
  force_destroy = !var.protect_data

  configuration {
    bytes_scanned_cutoff_per_query     = floor(var.scan_limit_gb * 1024 * 1024 * 1024)
    enforce_workgroup_configuration    = true
    publish_cloudwatch_metrics_enabled = true

    result_configuration {
      output_location = "s3://${module.protection.bucket}/results/"

      encryption_configuration {
        encryption_option = "SSE_KMS"
        kms_key_arn       = var.key_arn
      }
    }
  }
}

locals {
  questions = {
    for file in fileset("${local.folder}/questions", "*.sql") :
    trimsuffix(file, ".sql") => file("${local.folder}/questions/${file}")
  }
}

# The files are the queries, to be reviewed and run as they are.
resource "aws_athena_named_query" "question" {
  for_each = local.questions

  name        = each.key
  description = substr(trimspace(trimprefix(split("\n", each.value)[0], "--")), 0, 1024)
  workgroup   = aws_athena_workgroup.this.name
  database    = aws_glue_catalog_database.this.name
  query       = each.value
}
