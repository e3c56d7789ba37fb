output "arn" {
  description = "ARN of the web ACL."
  value       = aws_wafv2_web_acl.this.arn
}

output "name" {
  description = "Name of the web ACL, as in its metrics."
  value       = aws_wafv2_web_acl.this.name
}

output "log_group" {
  description = "Log group with each request's country and the rules that matched; null where a stream has the lines."
  value       = one(aws_cloudwatch_log_group.this[*].name)
}
