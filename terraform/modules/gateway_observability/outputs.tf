output "dashboard_name" {
  description = "Name of the API's dashboard."
  value       = aws_cloudwatch_dashboard.this.dashboard_name
}
