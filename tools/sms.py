"""`make -s sms FROM=… TEXT=…`: an inbound SMS, handed to the running local service."""

import json
import os
import re
import sys
import uuid

from tools.local import resources
from tools.local.failures import StartFailed
from tools.local.stack import LocalStack, found

DUTCH_MOBILE = re.compile(r"(?:\+31|0031|0)6(\d{8})")


def hand_in(stack: LocalStack, *, sender: str, text: str) -> None:
    """The message stands on the inbound topic in the form AWS End User Messaging gives it."""
    message = {
        "originationNumber": sender,
        "destinationNumber": "+3197000000000",
        "messageKeyword": "",
        "messageBody": text,
        "inboundMessageId": str(uuid.uuid4()),
    }
    resources.client("sns", stack.endpoint).publish(
        TopicArn=stack.outputs["InboundTopicArn"], Message=json.dumps(message)
    )


def main() -> int:
    sender = DUTCH_MOBILE.fullmatch(re.sub(r"[\s-]", "", os.environ.get("FROM", "")))
    if sender is None:
        print("FROM is a Dutch mobile number, such as 0612345678", file=sys.stderr)
        return 1
    try:
        stack = found(int(os.environ.get("PORT") or "8000"))
    except StartFailed as problem:
        print(problem, file=sys.stderr)
        return 1
    hand_in(stack, sender=f"+316{sender[1]}", text=os.environ.get("TEXT", ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
