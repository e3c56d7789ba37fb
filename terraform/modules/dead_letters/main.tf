# Without it, an asynchronous event that failed three times would be lost. SQS's own key costs nothing, and Lambda needs
# no permission for it.
resource "aws_sqs_queue" "this" {
  name                      = "${var.environment.product}-${var.environment.name}-${var.name}-dead-letters"
  message_retention_seconds = 1209600 # two weeks, the longest there is
  sqs_managed_sse_enabled   = true
}
