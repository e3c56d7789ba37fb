variable "name" {
  description = "Name of the distribution's parts; CloudFront's names are those of the whole account."
  type        = string
  nullable    = false
}

variable "bucket" {
  description = "Name of the bucket, of which there is one in the world."
  type        = string
  nullable    = false
}

variable "site" {
  description = "Folder whose files are served."
  type        = string
  nullable    = false

  validation {
    condition     = fileexists("${var.site}/index.html")
    error_message = "${var.site} has no index.html; `make deploy-portal` builds the site before it is applied."
  }
}

variable "visitors" {
  description = "Visitor => SHA-256 of the Authorization header that lets them in; `make portal-visitor NAME=acme` makes both."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(var.visitors) > 0 && alltrue([for hash in var.visitors : can(regex("^[0-9a-f]{64}$", hash))])
    error_message = "The portal needs at least one visitor, with a hash of 64 hexadecimal digits: `make portal-visitor NAME=acme` prints one."
  }
}

variable "origins" {
  description = "Origins beside its own that the pages may send requests to: the API's and the token endpoint's."
  type        = list(string)
  default     = []
  nullable    = false
}
