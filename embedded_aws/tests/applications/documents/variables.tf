variable "packages" {
  description = "Folder with the functions' zip files."
  type        = string
  nullable    = false
}

variable "changed" {
  description = "Whether it has the settings of its second deployment."
  type        = bool
  nullable    = false
}

variable "format" {
  description = "The document's language: openapi (3.0) or swagger (2.0)."
  type        = string
  nullable    = false
}
