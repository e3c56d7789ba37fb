output "bucket" {
  description = "Id of the bucket; every version of what is in it is kept."
  value       = aws_s3_bucket_versioning.this.bucket
}

output "rules" {
  description = "Rules that forget, in words."
  value = [
    for each in aws_s3_bucket_lifecycle_configuration.this :
    "${one(each.rule).id} after ${one(one(each.rule).noncurrent_version_expiration).noncurrent_days} days"
  ]
}

output "encryption" {
  description = "Encryption algorithm of the bucket: AES256 or aws:kms."
  value       = one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).sse_algorithm
}
