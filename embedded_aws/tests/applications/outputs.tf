output "applications" {
  description = "Ids and keys by application."
  sensitive   = true
  value = {
    crud              = module.crud
    openapi           = module.openapi
    swagger           = module.swagger
    lambda_authorizer = module.lambda_authorizer
    cognito           = module.cognito
    direct            = module.direct
    validation        = module.validation
    cors              = module.cors
    stages            = module.stages
    virginia          = module.virginia
    tokyo             = module.tokyo
  }
}
