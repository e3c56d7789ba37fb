# Lines of the access log to be searched: the Parquet files that Firehose wrote become documents of OpenSearch Serverless.
# Firehose itself cannot bring them there: a record of a subscription has many lines, and OpenSearch takes one document a
# record (Firehose developer guide, "Send CloudWatch Logs"; docs/adr/0026).
data "aws_region" "current" {}

locals {
  region     = data.aws_region.current.name
  collection = "${var.name}-logs"
  table      = "access_log_lines"
  index      = "access-logs"

  own = ["collection/${local.collection}"]
}

resource "aws_opensearchserverless_security_policy" "encryption" {
  name        = local.collection
  type        = "encryption"
  description = "Under the key of the logs"

  policy = jsonencode({
    Rules       = [{ ResourceType = "collection", Resource = local.own }]
    AWSOwnedKey = false
    KmsARN      = var.key_arn
  })
}

# Every request is signed, and the data policy says whose are answered.
resource "aws_opensearchserverless_security_policy" "network" {
  name        = local.collection
  type        = "network"
  description = "Whoever has a signature may try"

  policy = jsonencode([{
    Rules           = [for kind in ["collection", "dashboard"] : { ResourceType = kind, Resource = local.own }]
    AllowFromPublic = true
  }])
}

resource "aws_opensearchserverless_access_policy" "data" {
  name        = local.collection
  type        = "data"
  description = "The pipeline writes, people read"

  policy = jsonencode([
    {
      Description = "WriteLines"
      Rules       = [{ ResourceType = "index", Resource = ["index/${local.collection}/*"], Permission = ["aoss:CreateIndex", "aoss:DescribeIndex", "aoss:UpdateIndex", "aoss:WriteDocument"] }]
      Principal   = [aws_iam_role.pipeline.arn]
    },
    {
      Description = "SearchAndDraw"
      Rules = [
        { ResourceType = "index", Resource = ["index/${local.collection}/*"], Permission = ["aoss:DescribeIndex", "aoss:ReadDocument"] },
        { ResourceType = "collection", Resource = local.own, Permission = ["aoss:CreateCollectionItems", "aoss:DescribeCollectionItems", "aoss:UpdateCollectionItems"] },
      ]
      Principal = sort(var.readers)
    },
  ])
}

resource "aws_opensearchserverless_lifecycle_policy" "retention" {
  name        = local.collection
  type        = "retention"
  description = "Personal data has an end"

  policy = jsonencode({
    Rules = [{ ResourceType = "index", Resource = ["index/${local.collection}/*"], MinIndexRetention = "${var.keep_days}d" }]
  })
}

resource "aws_opensearchserverless_collection" "logs" {
  name             = local.collection
  type             = "TIMESERIES"
  description      = "Access log of ${var.name}"
  standby_replicas = var.standby_replicas ? "ENABLED" : "DISABLED"

  depends_on = [aws_opensearchserverless_security_policy.encryption, aws_opensearchserverless_security_policy.network]
}
