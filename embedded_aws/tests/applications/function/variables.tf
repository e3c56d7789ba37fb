variable "name" {
  description = "Name of function and role."
  type        = string
  nullable    = false
}

variable "package" {
  description = "Zip file of the function."
  type        = string
  nullable    = false
}

variable "changed" {
  description = "Whether it has the settings of its second deployment."
  type        = bool
  nullable    = false
}

variable "environment" {
  description = "Environment variables besides VERSION."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "policies" {
  description = "Policy documents of the role."
  type        = list(string)
  default     = []
  nullable    = false
}
