output "queue" {
  description = "The queue, for modules/service."
  value       = { arn = aws_sqs_queue.this.arn, name = aws_sqs_queue.this.name }
}
