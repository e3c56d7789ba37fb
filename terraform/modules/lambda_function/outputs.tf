output "name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "published_version" {
  description = "The version that this apply published."
  value       = aws_lambda_function.this.version
}

output "alias_name" {
  description = "The alias that takes traffic."
  value       = aws_lambda_alias.live.name
}

output "alias_arn" {
  description = "ARN of the alias."
  value       = aws_lambda_alias.live.arn
}

output "invoke_arn" {
  description = "What API Gateway calls: the alias."
  value       = aws_lambda_alias.live.invoke_arn
}

output "timeout_seconds" {
  description = "Longest run of one request."
  value       = aws_lambda_function.this.timeout
}

output "log_group_name" {
  description = "Where the function's lines go."
  value       = aws_cloudwatch_log_group.this.name
}

output "dead_letters_name" {
  description = "Queue of the events that it failed on; null when somebody waits for each answer."
  value       = one(aws_sqs_queue.dead_letters[*].name)
}

output "capacity" {
  description = "Memory, time-out and copies, with what was left out filled in."
  value       = var.capacity
}

output "environment" {
  description = "Environment variables, as the function has them."
  value       = one(aws_lambda_function.this.environment[*].variables)
}

output "statements" {
  description = "What the function's role may do: sid => actions and the resources they are allowed on."
  value = {
    for statement in data.aws_iam_policy_document.permissions.statement :
    statement.sid => { actions = sort(statement.actions), resources = sort(statement.resources) }
  }
}
