# Applications as strangers write them, each a module, applied side by side to one embedded AWS.
provider "aws" {
  region = "eu-central-1"
}

provider "aws" {
  alias  = "virginia"
  region = "us-east-1"
}

provider "aws" {
  alias  = "tokyo"
  region = "ap-northeast-1"
}

module "crud" {
  source = "./crud"

  packages = var.packages
  changed  = var.changed
}

module "openapi" {
  source = "./documents"

  packages = var.packages
  changed  = var.changed
  format   = "openapi"
}

module "swagger" {
  source = "./documents"

  packages = var.packages
  changed  = var.changed
  format   = "swagger"
}

module "lambda_authorizer" {
  source = "./lambda_authorizer"

  packages = var.packages
  changed  = var.changed
}

module "cognito" {
  source = "./cognito"

  changed = var.changed
}

module "direct" {
  source = "./direct"

  changed = var.changed
}

module "validation" {
  source = "./validation"

  changed = var.changed
}

module "cors" {
  source = "./cors"

  changed = var.changed
}

module "stages" {
  source = "./stages"

  packages = var.packages
  changed  = var.changed
}

module "virginia" {
  source    = "./regional"
  providers = { aws = aws.virginia }

  packages = var.packages
  changed  = var.changed
}

module "tokyo" {
  source    = "./regional"
  providers = { aws = aws.tokyo }

  packages = var.packages
  changed  = var.changed
}
