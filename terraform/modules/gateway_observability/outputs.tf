output "dashboard_name" {
  description = "The dashboard of the whole."
  value       = aws_cloudwatch_dashboard.this.dashboard_name
}
