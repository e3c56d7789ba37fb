module "table_key" {
  source      = "../../modules/table_key"
  providers   = { aws = aws, aws.second = aws.second }
  name        = "customers"
  environment = local.environment
}

moved {
  from = aws_kms_key.table
  to   = module.table_key.aws_kms_key.table
}
moved {
  from = aws_kms_alias.table
  to   = module.table_key.aws_kms_alias.table
}
moved {
  from = aws_kms_key.replica
  to   = module.table_key.aws_kms_key.replica
}
moved {
  from = aws_kms_alias.replica
  to   = module.table_key.aws_kms_alias.replica
}
