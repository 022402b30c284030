"""Takes one order over HTTP and keeps it in DynamoDB."""
import json
import os
import uuid

import boto3

from src.utils.retry import with_retries

TABLE_NAME = os.environ["ORDERS_TABLE"]

dynamodb = boto3.resource("dynamodb")
table = dynamodb.Table(TABLE_NAME)


def handler(event, context):
    """POST /orders: stores the order and answers its id."""
    order = json.loads(event["body"])
    order_id = str(uuid.uuid4())
    save_order(order_id, order)
    return {"statusCode": 201, "body": json.dumps({"order_id": order_id})}


def save_order(order_id, order):
    """Writes the order and counts it for its customer."""
    with_retries(
        lambda: table.put_item(
            Item={
                "pk": f"ORDER#{order_id}",
                "customer": order["customer"],
                "items": order["items"],
                "total_cents": total_cents(order["items"]),
            }
        )
    )
    with_retries(
        lambda: table.update_item(
            Key={"pk": f"CUSTOMER#{order['customer']}"},
            UpdateExpression="ADD order_count :one",
            ExpressionAttributeValues={":one": 1},
        )
    )


def total_cents(items):
    return sum(item["price_cents"] * item["quantity"] for item in items)
