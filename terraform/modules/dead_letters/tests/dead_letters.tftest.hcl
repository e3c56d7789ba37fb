mock_provider "aws" {
  source          = "../../testing/mocks"
  override_during = plan
}

variables {
  name        = "widgets"
  environment = { product = "groundplan", name = "test" }
}

run "keeps_what_nobody_waited_for" {
  command = plan

  assert {
    condition     = output.queue == { arn = "arn:aws:sqs:eu-central-1:123456789012:queue", name = "groundplan-test-widgets-dead-letters" }
    error_message = "The queue is the function's own, and found by its name."
  }

  assert {
    condition     = aws_sqs_queue.this.sqs_managed_sse_enabled && aws_sqs_queue.this.message_retention_seconds == 14 * 24 * 3600
    error_message = "Dead letters are encrypted, and kept for two weeks."
  }
}
