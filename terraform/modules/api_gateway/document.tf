# One OpenAPI document out of all live contracts, with what only the gateway knows.
locals {
  parsed    = { for service, text in var.contracts : service => try(jsondecode(text), null) }
  broken    = [for service, contract in local.parsed : service if try(length(keys(contract.paths)), 0) == 0]
  contracts = { for service, contract in local.parsed : service => contract if !contains(local.broken, service) }

  owned_paths = flatten([for service, contract in local.contracts : [
    for path in keys(contract.paths) : { service = service, path = path }
  ]])
  # Each service owns the paths under its name, so no two of them can own one path.
  foreign_paths = [
    for owned in local.owned_paths : "${owned.path} of ${owned.service}"
    if owned.path != "/${owned.service}" && !startswith(owned.path, "/${owned.service}/")
  ]
  all_paths = [for owned in local.owned_paths : owned.path]

  # API Gateway has one name for the parameter below a path, whoever asks for it.
  parameters_below = { for node in local.resources : dirname(node) => basename(node)... if startswith(basename(node), "{") }
  two_names        = [for parent, names in local.parameters_below : "${parent}/${join(" and ", names)}" if length(names) > 1]
}

locals {
  unknown_classes = distinct(flatten([
    for contract in local.contracts : [
      for item in contract.paths : [
        for operation in item : operation["x-throttle-class"]
        if !contains(keys(var.service_levels.route_classes), try(operation["x-throttle-class"], "read"))
      ]
    ]
  ]))

  # Usage plans hold only where a key is asked for: an operation without one is neither throttled nor counted.
  unmetered = flatten([
    for contract in local.contracts : [
      for path, item in contract.paths : [
        for verb, operation in item : "${upper(verb)} ${path}"
        if anytrue([for scheme in try(operation.security, []) : contains(keys(scheme), "authorizer") && !contains(keys(scheme), "api_key")])
      ]
    ]
  ])

  all_schemas   = flatten([for contract in local.contracts : keys(try(contract.components.schemas, {}))])
  twice_schemas = distinct([for name in local.all_schemas : name if length([for n in local.all_schemas : n if n == name]) > 1])
}

locals {
  # Resources are path nodes: "/" and every prefix of every path, once each.
  resources = distinct(concat(["/"], flatten([
    for path in concat(local.all_paths, ["/health"]) : [
      for depth in range(1, length(split("/", path))) : join("/", slice(split("/", path), 0, depth + 1))
    ]
  ])))

  paths   = merge({ "/health" = local.health }, [for contract in local.contracts : contract.paths]...)
  schemas = merge({}, [for contract in local.contracts : try(contract.components.schemas, {})]...)
}

locals {
  body = jsonencode({
    openapi = "3.0.1"
    info    = { title = var.name, version = "1", description = "All services behind one gateway" }
    paths   = local.paths
    components = {
      schemas = local.schemas
      securitySchemes = {
        authorizer = {
          type                           = "apiKey"
          in                             = "header"
          name                           = "Authorization"
          "x-amazon-apigateway-authtype" = "custom"
          "x-amazon-apigateway-authorizer" = {
            type                         = "request"
            authorizerUri                = var.authorizer.invoke_arn
            authorizerResultTtlInSeconds = var.authorizer_ttl_seconds
            # An answer is kept by token and route, so that it need not name every service that the caller may use.
            identitySource = "method.request.header.Authorization, context.resourcePath"
          }
        }
        api_key = { type = "apiKey", in = "header", name = "x-api-key" }
      }
    }
    "x-amazon-apigateway-api-key-source" = "AUTHORIZER"
    "x-amazon-apigateway-request-validators" = {
      all = { validateRequestBody = true, validateRequestParameters = true }
    }
    "x-amazon-apigateway-gateway-responses" = local.gateway_responses
  })
}

locals {
  health = {
    get = {
      responses = { "200" = { description = "The gateway answers" } }
      "x-amazon-apigateway-integration" = {
        type                = "mock"
        passthroughBehavior = "when_no_match"
        requestTemplates    = { "application/json" = jsonencode({ statusCode = 200 }) }
        responses = {
          default = {
            statusCode        = "200"
            responseTemplates = { "application/json" = jsonencode({ status = "ok" }) }
          }
        }
      }
    }
  }
}
