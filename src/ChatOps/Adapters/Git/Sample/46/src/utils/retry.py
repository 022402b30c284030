"""Calls AWS again when it asks to slow down."""
from botocore.exceptions import ClientError

RETRYABLE = {
    "ProvisionedThroughputExceededException",
    "ThrottlingException",
    "RequestLimitExceeded",
}
MAX_ATTEMPTS = 25


def with_retries(call):
    """Runs call until it succeeds."""
    for attempt in range(MAX_ATTEMPTS):
        try:
            return call()
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code not in RETRYABLE or attempt == MAX_ATTEMPTS - 1:
                raise
