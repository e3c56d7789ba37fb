# The files are the queries, to be reviewed and pasted as they are; a test holds their fields against the real lines.
locals {
  queries = merge([
    for folder in ["function", var.refuses_by_raising ? "authorizer" : "routes"] : {
      for file in fileset("${path.module}/queries/${folder}", "*.query") :
      trimsuffix(file, ".query") => trimspace(file("${path.module}/queries/${folder}/${file}"))
    }
  ]...)
}

resource "aws_cloudwatch_query_definition" "this" {
  for_each = local.queries

  name            = "${var.name}/${each.key}"
  query_string    = each.value
  log_group_names = [var.function.log_group_name]
}
