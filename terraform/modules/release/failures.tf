# A canary that fails hurts few and ends by itself, so nobody would look: CodeDeploy's own events tell of it, whatever
# the reason was (an alarm, the smoke test, a person). They cost nothing, and no metric has them.
resource "aws_cloudwatch_event_rule" "failed" {
  name        = "${var.name}-release-failed"
  description = "A release of ${var.name} failed or was stopped. ${var.runbook_url}#alarm-release-failed"

  event_pattern = jsonencode({
    source      = ["aws.codedeploy"]
    detail-type = ["CodeDeploy Deployment State-change Notification"]
    detail = {
      application     = [aws_codedeploy_app.this.name]
      deploymentGroup = [var.alias_name]
      state           = ["FAILURE", "STOP"]
    }
  })
}

resource "aws_cloudwatch_event_target" "notices" {
  rule      = aws_cloudwatch_event_rule.failed.name
  target_id = "notices"
  arn       = var.notices_topic_arn

  input_transformer {
    input_paths = {
      deployment = "$.detail.deploymentId"
      state      = "$.detail.state"
      time       = "$.time"
    }
    # Written out, because jsonencode would write the brackets of the placeholders as \u003c.
    input_template = join("", [
      "\"Release <deployment> of ${var.name} ended at <time>: <state>. ",
      "Traffic is with the version before. ${var.runbook_url}#alarm-release-failed\"",
    ])
  }
}
