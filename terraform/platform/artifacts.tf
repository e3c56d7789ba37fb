# Packages and contracts, each under its hash: what was once deployed can be deployed again.
resource "aws_s3_bucket" "artifacts" {
  #checkov:skip=CKV_AWS_18:only the deploy command and the gateway's root read it; CloudTrail's data events tell who else
  #checkov:skip=CKV_AWS_144:packages and contracts can be built anew from their commits
  #checkov:skip=CKV_AWS_145:encrypted with S3's own key; contracts and packages hold no secrets
  #checkov:skip=CKV2_AWS_62:the deploy command knows when it stored something

  bucket        = "${local.prefix}-artifacts-${local.account_id}${local.region_suffix}"
  force_destroy = !local.environment.protect_data
}

# Objects never expire; replaced and deleted versions can be restored for some days.
module "artifacts_protection" {
  source = "../modules/protected_bucket"

  bucket          = aws_s3_bucket.artifacts
  noncurrent_days = local.environment.noncurrent_days
}
