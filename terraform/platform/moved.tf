# Resources that had other addresses before there was a module for them.
moved {
  from = aws_s3_bucket_versioning.artifacts
  to   = module.artifacts_protection.aws_s3_bucket_versioning.this
}

moved {
  from = aws_s3_bucket_lifecycle_configuration.artifacts
  to   = module.artifacts_protection.aws_s3_bucket_lifecycle_configuration.this
}

moved {
  from = aws_s3_bucket_server_side_encryption_configuration.artifacts
  to   = module.artifacts_protection.aws_s3_bucket_server_side_encryption_configuration.this
}

moved {
  from = aws_s3_bucket_public_access_block.artifacts
  to   = module.artifacts_protection.aws_s3_bucket_public_access_block.this
}

moved {
  from = aws_s3_bucket_policy.artifacts
  to   = module.artifacts_protection.aws_s3_bucket_policy.this
}
