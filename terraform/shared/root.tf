# Every root's terraform.tf is a link to this file: Terraform lets no module bring a provider or a backend.
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

variable "environment" {
  description = "The values of terraform/environments; modules/environment types and checks them and fills in the rest."
  type        = any
  nullable    = false
}

locals {
  environment = module.environment.values

  tags = merge({
    project     = local.environment.product
    environment = local.environment.name
    root        = "terraform/${regex("(?:services/)?[^/]+$", abspath(path.root))}"
  }, local.environment.expires_at == null ? {} : { expires_at = local.environment.expires_at })
}

provider "aws" {
  region              = local.environment.region
  allowed_account_ids = local.environment.account_ids

  # Which commit a function runs is told by its release, which sets this tag; a plan must not take it away.
  ignore_tags {
    keys = ["commit"]
  }

  default_tags {
    tags = local.tags
  }
}
