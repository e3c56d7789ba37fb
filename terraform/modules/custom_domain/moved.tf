# Resources that had other addresses before this module.
moved {
  from = aws_s3_bucket_versioning.truststore[0]
  to   = module.truststore_protection[0].aws_s3_bucket_versioning.this
}

moved {
  from = aws_s3_bucket_server_side_encryption_configuration.truststore[0]
  to   = module.truststore_protection[0].aws_s3_bucket_server_side_encryption_configuration.this
}

moved {
  from = aws_s3_bucket_public_access_block.truststore[0]
  to   = module.truststore_protection[0].aws_s3_bucket_public_access_block.this
}

moved {
  from = aws_s3_bucket_policy.truststore[0]
  to   = module.truststore_protection[0].aws_s3_bucket_policy.this
}
