variable "name" {
  description = "The service's name."
  type        = string
  nullable    = false
}

variable "environment" {
  description = "The environment's values as modules/environment gives them."
  type        = object({ product = string, name = string })
  nullable    = false
}
