# Consumers that sign their tokens have neither app client nor secret, which are paid for by the month: their public keys
# are all that there is of them (docs/adr/0024). Their ids follow from their names, the same in every region.
locals {
  signers    = { for name, consumer in var.consumers : name => consumer if consumer.kind == "signer" }
  signer_ids = { for name in keys(local.signers) : name => "signer${substr(sha256("${var.environment_name}/${name}"), 0, 26)}" }

  # In sixteen parts, so that the authorizer reads no more of them than that, whatever ids it is asked for.
  digits = [for digit in range(16) : format("%x", digit)]
  signers_text = {
    for digit in local.digits : digit => jsonencode({
      for name, signer in local.signers : local.signer_ids[name] => { keys = signer.keys, scopes = local.scopes[name] }
      if substr(local.signer_ids[name], 6, 1) == digit
    })
  }
}

resource "aws_ssm_parameter" "signers" {
  #checkov:skip=CKV2_AWS_34:public keys and scopes; nothing secret

  for_each = { for digit, text in local.signers_text : digit => text if text != "{}" }

  name           = "/${var.environment_name}/signers/${each.key}"
  description    = "Public keys and scopes of the consumers that sign their tokens, a sixteenth of them"
  type           = "String"
  tier           = length(each.value) > 4096 ? "Advanced" : "Standard"
  insecure_value = each.value

  lifecycle {
    precondition {
      condition     = length(each.value) <= 8192
      error_message = "The keys of a sixteenth of the signers take ${length(each.value)} characters, and a parameter holds 8192, some 500 signers in all: grant `admin` in place of `read` and `write`, or end rotations that are under way."
    }
  }
}
