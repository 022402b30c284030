"""Calls AWS again when it asks to slow down."""
from botocore.exceptions import ClientError

MAX_ATTEMPTS = 25


def with_retries(call):
    """Runs call until it succeeds."""
    for attempt in range(MAX_ATTEMPTS):
        try:
            return call()
        except ClientError:
            if attempt == MAX_ATTEMPTS - 1:
                raise
