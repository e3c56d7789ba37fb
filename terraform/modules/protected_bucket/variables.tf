variable "bucket" {
  description = "The bucket. It stays with its owner, who says whether it may be destroyed: Terraform takes no variable for that."
  type        = object({ id = string, arn = string })
  nullable    = false
}

variable "contents" {
  description = "The bucket's content in the plural, part of the name of the rule that expires noncurrent versions."
  type        = string
  default     = "versions"
  nullable    = false
}

variable "noncurrent_days" {
  description = "Days for which what was replaced or deleted can be brought back; 0 keeps it for ever."
  type        = number
  default     = 0
  nullable    = false
}

variable "distribution" {
  description = "ARN of the CloudFront distribution that may read the objects; null for none."
  type        = string
  default     = null
}

variable "has_recorded_key" {
  description = "Whether S3 encrypts with a KMS key, so that each use is in CloudTrail; else with a key of its own, which costs nothing."
  type        = bool
  default     = false
  nullable    = false
}

variable "key_arn" {
  description = "KMS key of the owner's own to encrypt with; null for S3's or, with has_recorded_key, AWS's."
  type        = string
  default     = null
}
