resource "aws_sqs_queue" "orders" {
  name                       = "orders"
  visibility_timeout_seconds = 180
}

resource "aws_lambda_function" "order_sqs" {
  function_name = "order-sqs"
  handler       = "src.handlers.order_sqs_handler.handler"
  runtime       = "python3.12"
  filename      = "build/orders.zip"
  role          = aws_iam_role.orders.arn
  timeout       = 30
  memory_size   = 256

  environment {
    variables = {
      ORDERS_TABLE = aws_dynamodb_table.orders.name
    }
  }
}

resource "aws_lambda_event_source_mapping" "orders" {
  event_source_arn = aws_sqs_queue.orders.arn
  function_name    = aws_lambda_function.order_sqs.arn
  batch_size       = 100
}
