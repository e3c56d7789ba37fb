output "search" {
  description = "For whoever searches: the dashboards' address, the collection's, and the index."
  value = {
    dashboards = aws_opensearchserverless_collection.logs.dashboard_endpoint
    endpoint   = aws_opensearchserverless_collection.logs.collection_endpoint
    index      = local.index
  }
}
