data "aws_iam_policy_document" "trust" {
  statement {
    sid     = "LetLambdaAssume"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "function" {
  name               = var.name
  assume_role_policy = data.aws_iam_policy_document.trust.json
  description        = var.changed ? "changed" : "first"
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.function.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_iam_role_policy" "own" {
  count = length(var.policies)

  name   = "own-${count.index}"
  role   = aws_iam_role.function.id
  policy = var.policies[count.index]
}

resource "aws_lambda_function" "this" {
  function_name    = var.name
  role             = aws_iam_role.function.arn
  runtime          = "python3.13"
  handler          = "main.handle"
  filename         = var.package
  source_code_hash = filebase64sha256(var.package)
  timeout          = var.changed ? 6 : 5

  environment {
    variables = merge(var.environment, { VERSION = var.changed ? "two" : "one" })
  }
}
