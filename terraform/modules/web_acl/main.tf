locals {
  # In the order of their priority, after the project's own rules, which cost less and refuse more surely.
  managed_rule_groups = {
    AWSManagedRulesAmazonIpReputationList = { priority = 0, counted = [] }
    AWSManagedRulesKnownBadInputsRuleSet  = { priority = 3, counted = [] }
    # The managed rule's limit of 8 KB a body differs from this ACL's own, below.
    AWSManagedRulesCommonRuleSet = { priority = 4, counted = ["SizeRestrictions_BODY"] }
  }

  # The ACL ends floods of one address, and is no second throttle: it never refuses what a usage plan promises. Services
  # call from addresses that they share with strangers, so what they call is counted apart, by what they are promised.
  fastest                = max(concat([2000], values(var.promised_per_5_minutes))...)
  called                 = length(var.services.called) == 0 ? null : "^/${basename(var.stage_arn)}/(${join("|", var.services.called)})(/|$)"
  requests_per_5_minutes = coalesce(var.requests_per_5_minutes, local.fastest)
  refused_tiers          = [for tier, promised in var.promised_per_5_minutes : "${tier} (${promised})" if promised > local.requests_per_5_minutes]
}

# One block, because AWS takes an ACL's rules as a part of it: own rules first, then AWS's in the order of the table above.
resource "aws_wafv2_web_acl" "this" {
  name        = var.name
  description = "What is refused before it costs anything"
  scope       = "REGIONAL"

  default_action {
    allow {}
  }

  rule {
    name     = "too-many-requests"
    priority = 1

    action {
      block {}
    }

    statement {
      rate_based_statement {
        aggregate_key_type    = "IP"
        evaluation_window_sec = 300
        limit                 = local.requests_per_5_minutes

        dynamic "scope_down_statement" {
          for_each = local.called[*]

          content {
            not_statement {
              statement {
                regex_match_statement {
                  regex_string = scope_down_statement.value

                  field_to_match {
                    uri_path {}
                  }

                  text_transformation {
                    priority = 0
                    type     = "NONE"
                  }
                }
              }
            }
          }
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "too-many-requests"
      sampled_requests_enabled   = true
    }
  }

  dynamic "rule" {
    for_each = local.called[*]

    content {
      name     = "too-many-where-services-call"
      priority = 5

      action {
        block {}
      }

      statement {
        rate_based_statement {
          aggregate_key_type    = "IP"
          evaluation_window_sec = 300
          limit                 = max(local.requests_per_5_minutes, var.services.promised_per_5_minutes)

          scope_down_statement {
            regex_match_statement {
              regex_string = rule.value

              field_to_match {
                uri_path {}
              }

              text_transformation {
                priority = 0
                type     = "NONE"
              }
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "too-many-where-services-call"
        sampled_requests_enabled   = true
      }
    }
  }

  rule {
    name     = "body-too-large"
    priority = 2

    action {
      block {}
    }

    statement {
      size_constraint_statement {
        comparison_operator = "GT"
        size                = var.largest_body_kb * 1024

        # A body larger than the part that WAF inspects is too large.
        field_to_match {
          body {
            oversize_handling = "MATCH"
          }
        }

        text_transformation {
          priority = 0
          type     = "NONE"
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "body-too-large"
      sampled_requests_enabled   = true
    }
  }

  dynamic "rule" {
    for_each = local.managed_rule_groups

    content {
      name     = rule.key
      priority = rule.value.priority

      override_action {
        none {}
      }

      statement {
        managed_rule_group_statement {
          name        = rule.key
          vendor_name = "AWS"

          dynamic "rule_action_override" {
            for_each = rule.value.counted

            content {
              name = rule_action_override.value

              action_to_use {
                count {}
              }
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = rule.key
        sampled_requests_enabled   = true
      }
    }
  }

  association_config {
    request_body {
      api_gateway {
        default_size_inspection_limit = "KB_${var.largest_body_kb}"
      }
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = var.name
    sampled_requests_enabled   = true
  }

  lifecycle {
    precondition {
      condition     = length(local.refused_tiers) == 0
      error_message = "The web ACL lets one address send ${local.requests_per_5_minutes} requests in five minutes, fewer than shared/throttling.json promises to a consumer of tier ${join(", ", local.refused_tiers)}: it would answer 403 within its limits. Raise web_acl.requests_per_5_minutes, or leave it out to have as many as the fastest tier."
    }

    precondition {
      condition     = length(coalesce(local.called, "-")) <= 512
      error_message = "AWS WAF reads expressions of 512 characters, and the names of the services that others call take more: give services shorter names, or fewer scopes to the consumers of tier internal."
    }
  }
}

resource "aws_wafv2_web_acl_association" "stage" {
  resource_arn = var.stage_arn
  web_acl_arn  = aws_wafv2_web_acl.this.arn
}
