output "name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "published_version" {
  description = "The version that this apply published."
  value       = aws_lambda_function.this.version
}

output "alias_name" {
  description = "The alias that gets traffic."
  value       = aws_lambda_alias.live.name
}

output "alias_arn" {
  description = "ARN of the alias."
  value       = aws_lambda_alias.live.arn
}

output "invoke_arn" {
  description = "Invoke ARN of the alias, for API Gateway."
  value       = aws_lambda_alias.live.invoke_arn
}

output "timeout_seconds" {
  description = "Time-out of the function in seconds."
  value       = aws_lambda_function.this.timeout
}

output "log_group_name" {
  description = "Log group of the function."
  value       = aws_cloudwatch_log_group.this.name
}

output "dead_letters_name" {
  description = "Dead-letter queue; null for a function that is invoked synchronously."
  value       = one(var.dead_letters[*].name)
}

output "capacity" {
  description = "Memory, time-out and concurrency, with defaults."
  value       = var.capacity
}

output "environment" {
  description = "Environment variables of the function."
  value       = one(aws_lambda_function.this.environment[*].variables)
}

output "statements" {
  description = "IAM permissions of the function's role: sid => actions and resources."
  value = {
    for statement in data.aws_iam_policy_document.permissions.statement :
    statement.sid => { actions = sort(statement.actions), resources = sort(statement.resources) }
  }
}
