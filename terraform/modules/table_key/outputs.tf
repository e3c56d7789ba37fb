output "arns" {
  description = "Keys of the table: of the region that this root is applied in, and of the replica; null where there is none."
  value = {
    here    = one(concat(aws_kms_key.table[*].arn, data.aws_kms_alias.replica[*].target_key_arn))
    replica = one(values(aws_kms_key.replica)[*].arn)
  }
}
