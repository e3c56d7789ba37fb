terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }

  # Bucket, key, region and lock come from the deploy command: one state per root and environment.
  backend "s3" {}
}

provider "aws" {
  region              = var.environment.region
  allowed_account_ids = var.environment.account_ids

  default_tags {
    tags = merge({
      project     = "groundplan"
      environment = var.environment.name
      root        = "terraform/gateway"
    }, var.environment.expires_at == null ? {} : { expires_at = var.environment.expires_at })
  }
}
