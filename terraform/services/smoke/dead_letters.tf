module "dead_letters" {
  source      = "../../modules/dead_letters"
  name        = "smoke"
  environment = local.environment
}

moved {
  from = module.smoke.module.function.aws_sqs_queue.dead_letters[0]
  to   = module.dead_letters.aws_sqs_queue.this
}
