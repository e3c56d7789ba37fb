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
