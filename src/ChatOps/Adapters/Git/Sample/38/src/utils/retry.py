"""Calls AWS again when it asks to slow down."""
import random
import time

from botocore.exceptions import ClientError

MAX_ATTEMPTS = 5
BASE_SECONDS = 0.05
MAX_SECONDS = 2.0


def with_retries(call):
    """Runs call until it succeeds, waiting longer after each failed attempt."""
    for attempt in range(MAX_ATTEMPTS):
        try:
            return call()
        except ClientError:
            if attempt == MAX_ATTEMPTS - 1:
                raise
            time.sleep(random.uniform(0, min(MAX_SECONDS, BASE_SECONDS * 2**attempt)))
