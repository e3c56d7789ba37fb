variable "name" {
  description = "Full name of the table, as in DynamoDB and in IAM policies."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_.-]{3,255}$", var.name))
    error_message = "A table name has 3 to 255 letters, digits, '_', '.' or '-'; shorten the service's or the environment's name."
  }
}

variable "partition_key" {
  description = "Partition key, a string attribute."
  type        = string
  default     = "pk"
  nullable    = false
}

variable "sort_key" {
  description = "Sort key, a string attribute."
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
  description = "Time to live: a number attribute with the Unix time after which DynamoDB removes the item."
  type        = string
  default     = "expires_at"
  nullable    = false
}

variable "protected" {
  description = "Deletion protection: whether AWS refuses to delete the table."
  type        = bool
  nullable    = false
}

variable "key_arn" {
  description = "Customer managed KMS key of the table, with which its owner can lock the data; null for the AWS managed key."
  type        = string
  default     = null

  validation {
    condition     = var.key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[^:]+:[0-9]{12}:key/.+$", var.key_arn))
    error_message = "A table is encrypted with a key by its ARN (arn:aws:kms:…:key/…), not by its id or alias; use the key's `arn`."
  }
}

variable "contributor_insights" {
  description = "Whether Contributor Insights counts the most used and most throttled keys; billed by reads and writes."
  type        = bool
  default     = true
  nullable    = false
}

variable "table_class" {
  description = "Table class: STANDARD, or STANDARD_INFREQUENT_ACCESS if storage costs more than reads and writes; null is STANDARD."
  type        = string
  default     = null

  validation {
    condition     = contains(["STANDARD", "STANDARD_INFREQUENT_ACCESS"], coalesce(var.table_class, "STANDARD"))
    error_message = "A table's class is STANDARD or STANDARD_INFREQUENT_ACCESS."
  }
}

variable "limits" {
  description = "Maximum on-demand throughput in request units a second, above which DynamoDB throttles; null for the account's quota."
  type = object({
    read_units_per_second  = number
    write_units_per_second = number
  })
  default = null

  validation {
    condition     = var.limits == null || alltrue([for limit in values(coalesce(var.limits, { read_units_per_second = 1 })) : limit >= 1])
    error_message = "A table takes at least one read and one write unit a second; leave limits out for no limit of its own."
  }
}

variable "stream_view_type" {
  description = "Stream view type: the content of each stream record; null for no stream. Replicas need a stream of their own."
  type        = string
  default     = null

  validation {
    condition     = contains(["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"], coalesce(var.stream_view_type, "KEYS_ONLY"))
    error_message = "A stream shows KEYS_ONLY, NEW_IMAGE, OLD_IMAGE or NEW_AND_OLD_IMAGES."
  }

  validation {
    condition     = length(var.replicas) == 0 || contains(["NEW_AND_OLD_IMAGES"], coalesce(var.stream_view_type, "NEW_AND_OLD_IMAGES"))
    error_message = "Replicas are fed from a stream of NEW_AND_OLD_IMAGES; leave stream_view_type out, or the replicas."
  }
}

variable "replicas" {
  description = "Replicas of the global table: region => KMS key in that region, if the table has a customer managed key."
  type = map(object({
    kms_key_arn = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for replica in var.replicas : (replica.kms_key_arn == null) == (var.key_arn == null)])
    error_message = "Table and replicas are encrypted alike: each replica needs a KMS key of its region if the table has one, and none otherwise."
  }
}
