variable "identity_url" {
  description = "Where the user pool's endpoints are; null means Cognito's own."
  type        = string
  default     = null
}

variable "primary" {
  description = "In a second region: what the primary's platform has for both, from its /<environment>/platform; null in the primary."
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
