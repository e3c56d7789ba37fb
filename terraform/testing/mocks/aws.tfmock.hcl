# What a mocked AWS answers, for the tests of all modules and roots. Each kind of thing has its own ARN, so that an
# assertion sees which of them is wired; two of one kind are told apart by an override in the test.
mock_data "aws_caller_identity" {
  defaults = { account_id = "123456789012" }
}

mock_data "aws_region" {
  defaults = { name = "eu-central-1" }
}

# What terraform/platform publishes.
mock_data "aws_ssm_parameter" {
  defaults = {
    insecure_value = <<-JSON
      {
        "artifact_bucket": "artifacts",
        "permissions_boundary_arn": "arn:aws:iam::123456789012:policy/boundary",
        "code_signing": null,
        "user_pool_id": "eu-central-1_pool",
        "issuer": "https://issuer.example",
        "jwks_url": "https://issuer.example/jwks.json",
        "token_url": "https://token.example",
        "log_key_arn": "arn:aws:kms:eu-central-1:123456789012:key/logs",
        "cursor_key_arn": "arn:aws:kms:eu-central-1:123456789012:key/cursors",
        "alarm_topics": {
          "pages": "arn:aws:sns:eu-central-1:123456789012:pages",
          "notices": "arn:aws:sns:eu-central-1:123456789012:notices"
        },
        "log_delivery": {
          "role_arn": "arn:aws:iam::123456789012:role/log-subscriptions",
          "streams": {
            "access_log_lines": "arn:aws:firehose:eu-central-1:123456789012:deliverystream/access-log-lines",
            "function_log_lines": "arn:aws:firehose:eu-central-1:123456789012:deliverystream/function-log-lines",
            "web_acl_log_lines": "arn:aws:firehose:eu-central-1:123456789012:deliverystream/aws-waf-logs-web-acl-log-lines"
          }
        },
        "runbook_url": "docs/operations/alarms.md"
      }
    JSON
  }
}

mock_data "aws_iam_policy_document" {
  defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
}

mock_data "aws_dynamodb_table" {
  defaults = { arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/replica" }
}

mock_data "aws_kms_alias" {
  defaults = { target_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/replica" }
}

mock_resource "aws_api_gateway_api_key" {
  defaults = { id = "key1" }
}

mock_resource "aws_api_gateway_domain_name" {
  defaults = {
    regional_domain_name   = "d-abc.execute-api.eu-central-1.amazonaws.com"
    regional_zone_id       = "ZREGIONAL"
    cloudfront_domain_name = "d111.cloudfront.net"
    cloudfront_zone_id     = "ZCLOUDFRONT"
  }
}

mock_resource "aws_api_gateway_rest_api" {
  defaults = {
    id            = "api123"
    execution_arn = "arn:aws:execute-api:eu-central-1:123456789012:api123"
  }
}

mock_resource "aws_api_gateway_stage" {
  defaults = { arn = "arn:aws:apigateway:eu-central-1::/restapis/api123/stages/v1" }
}

mock_resource "aws_cloudwatch_log_group" {
  defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:group" }
}

mock_resource "aws_cognito_user_pool" {
  defaults = { id = "eu-central-1_pool" }
}

mock_resource "aws_cognito_user_pool_client" {
  defaults = {
    id            = "client0123456789012345"
    client_secret = "s3cret"
  }
}

mock_resource "aws_dynamodb_table" {
  defaults = { arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/table" }
}

mock_resource "aws_iam_openid_connect_provider" {
  defaults = { arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
}

mock_resource "aws_iam_policy" {
  defaults = { arn = "arn:aws:iam::123456789012:policy/policy" }
}

mock_resource "aws_iam_role" {
  defaults = { arn = "arn:aws:iam::123456789012:role/role" }
}

mock_resource "aws_kms_key" {
  defaults = {
    arn    = "arn:aws:kms:eu-central-1:123456789012:key/key"
    key_id = "key"
  }
}

mock_resource "aws_kms_replica_key" {
  defaults = {
    arn    = "arn:aws:kms:eu-west-1:123456789012:key/mrk-replica"
    key_id = "mrk-replica"
  }
}

mock_resource "aws_lambda_alias" {
  defaults = {
    arn        = "arn:aws:lambda:eu-central-1:123456789012:function:function:live"
    invoke_arn = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/live/invocations"
  }
}

mock_resource "aws_lambda_code_signing_config" {
  defaults = { arn = "arn:aws:lambda:eu-central-1:123456789012:code-signing-config:csc-0a1b" }
}

mock_resource "aws_route53_health_check" {
  defaults = { id = "check" }
}

mock_resource "aws_s3_bucket" {
  defaults = {
    id  = "bucket"
    arn = "arn:aws:s3:::bucket"
  }
}

mock_resource "aws_s3_object" {
  defaults = { version_id = "version-1" }
}

mock_resource "aws_opensearchserverless_collection" {
  defaults = { arn = "arn:aws:aoss:eu-central-1:123456789012:collection/0a1b", collection_endpoint = "https://0a1b.eu-central-1.aoss.amazonaws.com" }
}

mock_resource "aws_signer_signing_job" {
  defaults = { signed_object = [{ s3 = [{ bucket = "artifacts", key = "packages/signed/0af5.zip" }] }] }
}

mock_resource "aws_signer_signing_profile" {
  defaults = { version_arn = "arn:aws:signer:eu-central-1:123456789012:/signing-profiles/groundplan_test/1" }
}

mock_resource "aws_sns_topic" {
  defaults = { arn = "arn:aws:sns:eu-central-1:123456789012:topic" }
}

mock_resource "aws_sqs_queue" {
  defaults = { arn = "arn:aws:sqs:eu-central-1:123456789012:queue", url = "https://sqs.eu-central-1.amazonaws.com/123456789012/queue" }
}

mock_resource "aws_ssm_parameter" {
  defaults = { arn = "arn:aws:ssm:eu-central-1:123456789012:parameter/parameter" }
}

mock_resource "aws_wafv2_web_acl" {
  defaults = { arn = "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/acl/0a1b" }
}
