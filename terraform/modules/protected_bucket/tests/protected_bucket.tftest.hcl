mock_provider "aws" {
  source          = "../../testing/mocks"
  override_during = plan
}

variables {
  bucket = { id = "widgets", arn = "arn:aws:s3:::widgets" }
}

run "keeps_every_version_encrypted_and_private" {
  command = plan

  assert {
    condition     = one(aws_s3_bucket_versioning.this.versioning_configuration).status == "Enabled" && length(aws_s3_bucket_lifecycle_configuration.this) == 0
    error_message = "What is lost can be brought back, and without a number of days no rule forgets it."
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    error_message = "What is stored is encrypted."
  }

  assert {
    condition = alltrue([
      for switch in ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"] :
      aws_s3_bucket_public_access_block.this[switch]
    ])
    error_message = "Nothing in the bucket can become public."
  }

  assert {
    condition = jsonencode([
      for s in data.aws_iam_policy_document.this.statement : [s.effect, s.actions, sort(s.resources), one(s.principals).identifiers, one(s.condition)]
      ]) == jsonencode([[
        "Deny", ["s3:*"], ["arn:aws:s3:::widgets", "arn:aws:s3:::widgets/*"], ["*"],
        { test = "Bool", values = ["false"], variable = "aws:SecureTransport" },
    ]])
    error_message = "Plain HTTP is refused, to everybody, for the bucket and what is in it."
  }
}

run "forgets_what_was_replaced_and_records_who_reads_when_told" {
  command = plan

  variables {
    contents         = "states"
    noncurrent_days  = 90
    has_recorded_key = true
  }

  assert {
    condition     = one(aws_s3_bucket_lifecycle_configuration.this[0].rule).id == "forget-replaced-states" && one(one(aws_s3_bucket_lifecycle_configuration.this[0].rule).noncurrent_version_expiration).noncurrent_days == 90
    error_message = "What was replaced is forgotten in time."
  }

  assert {
    condition     = length(one(aws_s3_bucket_lifecycle_configuration.this[0].rule).expiration) == 0
    error_message = "What is current never is."
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).sse_algorithm == "aws:kms" && one(aws_s3_bucket_server_side_encryption_configuration.this.rule).bucket_key_enabled
    error_message = "The key's use is recorded, once for many objects."
  }
}

run "lets_one_distribution_read" {
  command = plan

  variables { distribution = "arn:aws:cloudfront::123456789012:distribution/one" }

  assert {
    condition = [
      for s in data.aws_iam_policy_document.this.statement : [s.actions, one(s.principals).identifiers, one(s.condition).values] if s.sid == "LetTheDistributionRead"
    ] == [[toset(["s3:GetObject"]), toset(["cloudfront.amazonaws.com"]), tolist(["arn:aws:cloudfront::123456789012:distribution/one"])]]
    error_message = "The distribution reads objects, and no other distribution does."
  }
}
