variable "packages" {
  description = "Folder with the functions' zip files."
  type        = string
  nullable    = false
}

variable "changed" {
  description = "Whether every resource has the settings of its second deployment."
  type        = bool
  default     = false
  nullable    = false
}
