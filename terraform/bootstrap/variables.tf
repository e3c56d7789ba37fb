variable "state_bucket" {
  description = "Bucket of all Terraform states of this account and region, created by the deploy command and imported here."
  type        = string
  nullable    = false
}
