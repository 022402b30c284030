"""Stores the orders that resellers put on the queue."""
import json
import os

import boto3

TABLE_NAME = os.environ["ORDERS_TABLE"]

dynamodb = boto3.resource("dynamodb")
table = dynamodb.Table(TABLE_NAME)


def handler(event, context):
    """Writes queued orders, leaving out those that were stored before."""
    stored = 0
    for record in event["Records"]:
        order = json.loads(record["body"])
        known = table.get_item(Key={"pk": f"ORDER#{order['id']}"})
        if "Item" in known:
            continue
        table.put_item(Item=to_item(order))
        stored += 1
    return {"stored": stored}


def to_item(order):
    return {
        "pk": f"ORDER#{order['id']}",
        "customer": order["customer"],
        "items": order["items"],
        "reseller": order.get("reseller", "none"),
    }
