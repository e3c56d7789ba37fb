output "url" {
  description = "Address of the portal."
  value       = "https://${aws_cloudfront_distribution.this.domain_name}/"
}
