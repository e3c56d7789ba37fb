variable "name" {
  description = "The service's name, which is also the key's alias."
  type        = string
  nullable    = false
}

variable "environment" {
  description = "The environment's values as modules/environment gives them."
  type = object({
    product        = string
    name           = string
    protect_data   = bool
    second_region  = optional(object({ region = string }))
    primary_region = optional(string)
  })
  nullable = false
}
