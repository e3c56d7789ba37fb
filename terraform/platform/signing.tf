# With code_signing on, Lambda runs only packages that AWS Signer signed for this environment.
resource "aws_signer_signing_profile" "this" {
  count = local.environment.code_signing ? 1 : 0

  name        = replace(local.prefix, "-", "_") # Signer takes no hyphens
  platform_id = "AWSLambda-SHA384-ECDSA"
}

resource "aws_lambda_code_signing_config" "this" {
  count = local.environment.code_signing ? 1 : 0

  description = "Packages of ${local.prefix}"

  allowed_publishers {
    signing_profile_version_arns = [aws_signer_signing_profile.this[0].version_arn]
  }

  policies {
    untrusted_artifact_on_deployment = "Enforce"
  }
}

locals {
  code_signing = [for index, config in aws_lambda_code_signing_config.this : {
    profile_name = aws_signer_signing_profile.this[index].name
    config_arn   = config.arn
  }]
}
