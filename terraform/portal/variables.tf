variable "site" {
  description = "Folder of the built site; `make deploy-portal` builds it."
  type        = string
  nullable    = false
}
