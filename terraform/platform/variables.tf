variable "identity_url" {
  description = "URL of the user pool's endpoints; null for Cognito's own."
  type        = string
  default     = null
}

variable "primary" {
  description = "In a second region: the primary platform's shared values, from its /<environment>/platform; null in the primary."
  type = object({
    user_pool_id   = string
    issuer         = string
    jwks_url       = string
    token_url      = string
    cursor_key_arn = string
  })
  default = null

  validation {
    condition     = (var.primary == null) == (local.environment.primary_region == null)
    error_message = "The platform of a second region is planned and applied by the deploy command (REGION=…), which reads what the primary has."
  }
}
