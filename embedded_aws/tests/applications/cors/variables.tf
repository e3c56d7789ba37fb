variable "changed" {
  description = "Whether it has the settings of its second deployment."
  type        = bool
  nullable    = false
}
