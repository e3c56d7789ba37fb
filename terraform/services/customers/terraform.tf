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

  # Which commit a function runs is told by its release, which sets this tag; a plan must not take it away.
  ignore_tags {
    keys = ["commit"]
  }

  default_tags {
    tags = local.tags
  }
}

# Where the replica of the table is; the environment's own region while there is none.
provider "aws" {
  alias               = "second"
  region              = try(var.environment.second_region.region, var.environment.region)
  allowed_account_ids = var.environment.account_ids

  default_tags {
    tags = local.tags
  }
}

locals {
  tags = merge({
    project     = "groundplan"
    environment = var.environment.name
    root        = "terraform/services/customers"
  }, var.environment.expires_at == null ? {} : { expires_at = var.environment.expires_at })
}
