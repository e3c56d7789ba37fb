# The files are the queries, to be reviewed and pasted as they are; a test holds their fields against the access log.
locals {
  questions = "${path.module}/../../../analytics/logs_insights"
  queries = merge(
    {
      for file in fileset("${path.module}/queries", "*.query") :
      trimsuffix(file, ".query") => trimspace(file("${path.module}/queries/${file}"))
    },
    # Written by `make questions` from those of analytics/questions that Logs Insights can express.
    {
      for file in fileset(local.questions, "*.query") :
      "questions/${trimsuffix(file, ".query")}" => trimspace(file("${local.questions}/${file}"))
    },
  )

  # One request is followed into the functions too.
  function_log_groups = concat([var.authorizer_log_group], [for service in var.services : service.log_group])
  log_groups = {
    for name in keys(local.queries) : name =>
    concat([var.access_log_group], name == "one-request" ? sort(local.function_log_groups) : [])
  }
}

resource "aws_cloudwatch_query_definition" "this" {
  for_each = local.queries

  name            = "${local.prefix}/${each.key}"
  query_string    = each.value
  log_group_names = local.log_groups[each.key]
}
