output "arns" {
  description = "KMS keys of the table in this root's region and of the replica; null without one."
  value = {
    here    = one(concat(aws_kms_key.table[*].arn, data.aws_kms_alias.replica[*].target_key_arn))
    replica = one(values(aws_kms_key.replica)[*].arn)
  }
}
