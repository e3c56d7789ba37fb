variable "api_url" {
  description = "URL of the stage if it is not the API's own: that of the embedded AWS."
  type        = string
  default     = null
}

variable "preview_contracts" {
  description = "For reviews: service => path of a publishable contract to use instead of the live one."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "client_ids" {
  description = "In a second region: the app client of each consumer, from the primary's /<environment>/consumers; null in the primary."
  type        = map(string)
  default     = null

  validation {
    condition     = (var.client_ids == null) == (local.environment.primary_region == null)
    error_message = "The gateway of a second region is planned and applied by the deploy command (REGION=…), which reads the primary's app clients."
  }
}
