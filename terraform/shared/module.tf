# Every module's terraform.tf is a link to this file: modules take a range of provider versions, roots lock one.
terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 6.0"
    }
  }
}
