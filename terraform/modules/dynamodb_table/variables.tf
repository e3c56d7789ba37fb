variable "name" {
  description = "Full name of the table; DynamoDB and the policies that name it know it by this."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_.-]{3,255}$", var.name))
    error_message = "A table name has 3 to 255 letters, digits, '_', '.' or '-'; shorten the service's or the environment's name."
  }
}

variable "partition_key" {
  description = "String attribute that items are spread by."
  type        = string
  default     = "pk"
  nullable    = false
}

variable "sort_key" {
  description = "String attribute that items of one partition are ordered by."
  type        = string
  default     = "sk"
  nullable    = false
}

variable "indexes" {
  description = "Global secondary indexes, each with all attributes: name => its two string keys."
  type = map(object({
    partition_key = string
    sort_key      = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(var.indexes) <= 20
    error_message = "DynamoDB has at most 20 global secondary indexes a table; split the table or use one index for several patterns."
  }
}

variable "ttl_attribute" {
  description = "Number attribute, in epoch seconds, after which an item may be removed."
  type        = string
  default     = "expires_at"
  nullable    = false
}

variable "protected" {
  description = "Whether AWS refuses to delete the table."
  type        = bool
  nullable    = false
}

variable "key_arn" {
  description = "KMS key that encrypts the table, so that its owner can lock the data; null for the account's key of DynamoDB."
  type        = string
  default     = null

  validation {
    condition     = var.key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[^:]+:[0-9]{12}:key/.+$", var.key_arn))
    error_message = "A table is encrypted with a key by its ARN (arn:aws:kms:…:key/…), not by its id or alias; use the key's `arn`."
  }
}

variable "contributor_insights" {
  description = "Whether the most used and most throttled keys are counted; costs by the number of reads and writes."
  type        = bool
  default     = true
  nullable    = false
}
