output "name" {
  description = "Name of the table."
  value       = aws_dynamodb_table.this.name
}

output "arn" {
  description = "ARN of the table."
  value       = aws_dynamodb_table.this.arn
}

output "key_arn" {
  description = "KMS key of the table; null for the AWS managed key."
  value       = one(aws_dynamodb_table.this.server_side_encryption[*].kms_key_arn)
}

output "replica_key_arns" {
  description = "KMS key of each replica by region; null for the AWS managed key."
  value       = { for replica in aws_dynamodb_table.this.replica : replica.region_name => replica.kms_key_arn }
}

output "keys" {
  description = "Partition and sort key of the table and of each index."
  value = merge(
    { table = [aws_dynamodb_table.this.hash_key, aws_dynamodb_table.this.range_key] },
    { for index in aws_dynamodb_table.this.global_secondary_index : index.name => [index.hash_key, index.range_key] },
  )
}
