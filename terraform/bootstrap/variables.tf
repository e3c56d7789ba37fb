variable "state_bucket" {
  description = "Bucket of all Terraform states of this account and region; made by the deploy command, adopted here."
  type        = string
  nullable    = false
}
