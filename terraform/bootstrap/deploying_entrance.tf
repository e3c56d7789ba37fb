# The API, who may call it, and what stands before it; AWS gives most of it ids.
data "aws_iam_policy_document" "deploy_entrance" {
  statement {
    sid = "ManageTheApi"
    actions = [
      "apigateway:DELETE",
      "apigateway:GET",
      "apigateway:PATCH",
      "apigateway:POST",
      "apigateway:PUT",
    ]
    resources = [
      "arn:aws:apigateway:*::/apikeys",
      "arn:aws:apigateway:*::/apikeys/*",
      "arn:aws:apigateway:*::/domainnames",
      "arn:aws:apigateway:*::/domainnames/*",
      "arn:aws:apigateway:*::/restapis",
      "arn:aws:apigateway:*::/restapis/*",
      "arn:aws:apigateway:*::/tags/*",
      "arn:aws:apigateway:*::/usageplans",
      "arn:aws:apigateway:*::/usageplans/*",
    ]
  }

  statement {
    sid       = "PutTheWebAclBeforeTheStage"
    actions   = ["apigateway:SetWebACL"]
    resources = ["arn:aws:apigateway:*::/restapis/*/stages/*"]
  }

  statement {
    sid = "TrustClientsCertificates"
    actions = [
      "apigateway:AddCertificateToDomain",
      "apigateway:RemoveCertificateFromDomain",
    ]
    resources = [
      "arn:aws:apigateway:*::/domainnames",
      "arn:aws:apigateway:*::/domainnames/*",
    ]
  }

  statement {
    sid = "ManageUsersAndClients"
    actions = [
      "cognito-idp:CreateGroup",
      "cognito-idp:CreateResourceServer",
      "cognito-idp:CreateUserPoolClient",
      "cognito-idp:CreateUserPoolDomain",
      "cognito-idp:DeleteGroup",
      "cognito-idp:DeleteResourceServer",
      "cognito-idp:DeleteUserPool",
      "cognito-idp:DeleteUserPoolClient",
      "cognito-idp:DeleteUserPoolDomain",
      "cognito-idp:DescribeResourceServer",
      "cognito-idp:DescribeUserPool",
      "cognito-idp:DescribeUserPoolClient",
      "cognito-idp:GetGroup",
      "cognito-idp:GetUserPoolMfaConfig",
      "cognito-idp:ListTagsForResource",
      "cognito-idp:SetUserPoolMfaConfig",
      "cognito-idp:TagResource",
      "cognito-idp:UntagResource",
      "cognito-idp:UpdateGroup",
      "cognito-idp:UpdateResourceServer",
      "cognito-idp:UpdateUserPool",
      "cognito-idp:UpdateUserPoolClient",
      "cognito-idp:UpdateUserPoolDomain",
    ]
    resources = ["arn:aws:cognito-idp:*:${local.account_id}:userpool/*"]
  }

  # IAM knows no resource for any of these.
  statement {
    sid = "MakeUserPools"
    actions = [
      "cognito-idp:CreateUserPool",
      "cognito-idp:DescribeUserPoolDomain",
    ]
    resources = ["*"]
  }

  statement {
    sid = "ManageTheWebAcl"
    actions = [
      "wafv2:AssociateWebACL",
      "wafv2:CreateWebACL",
      "wafv2:DeleteLoggingConfiguration",
      "wafv2:DeleteWebACL",
      "wafv2:DisassociateWebACL",
      "wafv2:GetLoggingConfiguration",
      "wafv2:GetWebACL",
      "wafv2:GetWebACLForResource",
      "wafv2:ListTagsForResource",
      "wafv2:PutLoggingConfiguration",
      "wafv2:TagResource",
      "wafv2:UntagResource",
      "wafv2:UpdateWebACL",
    ]
    resources = [
      "arn:aws:wafv2:*:${local.account_id}:regional/webacl/${local.own}/*",
      "arn:aws:wafv2:*:*:regional/managedruleset/*/*",
      "arn:aws:apigateway:*::/restapis/*/stages/*",
    ]
  }

  statement {
    sid = "LeadTheDomainHere"
    actions = [
      "route53:ChangeResourceRecordSets",
      "route53:GetHostedZone",
      "route53:ListResourceRecordSets",
    ]
    resources = ["arn:aws:route53:::hostedzone/*"]
  }

  statement {
    sid       = "WaitForTheDomain"
    actions   = ["route53:GetChange"]
    resources = ["arn:aws:route53:::change/*"]
  }

  statement {
    sid = "WatchBothRegions"
    actions = [
      "route53:ChangeTagsForResource",
      "route53:DeleteHealthCheck",
      "route53:GetHealthCheck",
      "route53:ListTagsForResource",
      "route53:UpdateHealthCheck",
    ]
    resources = ["arn:aws:route53:::healthcheck/*"]
  }

  statement {
    sid       = "MakeHealthChecks"
    actions   = ["route53:CreateHealthCheck"]
    resources = ["*"]
  }

  statement {
    sid       = "SeeTheCertificate"
    actions   = ["acm:DescribeCertificate"]
    resources = ["arn:aws:acm:*:${local.account_id}:certificate/*"]
  }
}
