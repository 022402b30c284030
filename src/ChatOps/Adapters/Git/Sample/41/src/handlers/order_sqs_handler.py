"""Stores the orders that resellers put on the queue."""
import json
import os

import boto3

TABLE_NAME = os.environ["ORDERS_TABLE"]

dynamodb = boto3.resource("dynamodb")
table = dynamodb.Table(TABLE_NAME)


def handler(event, context):
    """Writes a batch of queued orders in one go."""
    with table.batch_writer() as batch:
        for record in event["Records"]:
            order = json.loads(record["body"])
            batch.put_item(Item=to_item(order))
    return {"stored": len(event["Records"])}


def to_item(order):
    return {
        "pk": f"ORDER#{order['id']}",
        "customer": order["customer"],
        "items": order["items"],
        "reseller": order.get("reseller", "none"),
    }
