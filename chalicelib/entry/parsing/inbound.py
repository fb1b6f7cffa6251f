"""What the provider of texts puts on our topic: a text from somebody, or a receipt.

Each is known by its shape: a text has an `originationNumber` and a `messageBody`; a receipt of AWS
End User Messaging has an `eventType`, one of SNS a `notification`. Anything else is nobody's.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from chalicelib.domain.message import MessageState
from chalicelib.usecases.hear import Inbound
from chalicelib.usecases.receive import Receipt

_LONGEST_ID = 200

# What each event of AWS End User Messaging SMS means for us; the rest are on the way.
_STATE_BY_EVENT = {
    "TEXT_SENT": MessageState.SENT,
    "TEXT_SUCCESSFUL": MessageState.SENT,
    "TEXT_DELIVERED": MessageState.DELIVERED,
    "TEXT_BLOCKED": MessageState.FAILED,
    "TEXT_CARRIER_BLOCKED": MessageState.FAILED,
    "TEXT_CARRIER_UNREACHABLE": MessageState.FAILED,
    "TEXT_INVALID": MessageState.FAILED,
    "TEXT_INVALID_MESSAGE": MessageState.FAILED,
    "TEXT_PROTECT_BLOCKED": MessageState.FAILED,
    "TEXT_SPAM": MessageState.FAILED,
    "TEXT_TTL_EXPIRED": MessageState.FAILED,
    "TEXT_UNREACHABLE": MessageState.FAILED,
}
_STATE_BY_STATUS = {"SUCCESS": MessageState.DELIVERED, "FAILURE": MessageState.FAILED}


def came_in(body: Any, *, message_id: str) -> Inbound | Receipt | None:
    """The text or the receipt that this body is; None when it is neither.

    `message_id` names a text whose provider gave it no id.
    """
    body = _unwrapped(body)
    if not isinstance(body, dict):
        return None
    if isinstance(body.get("originationNumber"), str) and isinstance(body.get("messageBody"), str):
        return _text(body, message_id)
    if isinstance(body.get("eventType"), str):
        return _end_user_messaging(body)
    if isinstance(body.get("notification"), dict):
        return _sns(body)
    return None


def _unwrapped(body: Any) -> Any:
    """The message inside a notification of SNS, where the topic wraps it."""
    wrapped = isinstance(body, dict) and body.get("Type") == "Notification"
    if not wrapped or not isinstance(body.get("Message"), str):
        return body
    try:
        return json.loads(body["Message"])
    except ValueError:
        return None


def _text(body: Mapping[str, Any], message_id: str) -> Inbound:
    given = body.get("inboundMessageId")
    id_ = given if isinstance(given, str) and 0 < len(given) <= _LONGEST_ID else message_id
    return Inbound(id=id_, phone=_dialled(body["originationNumber"]), text=body["messageBody"])


def _dialled(number: str) -> str:
    """The number as we keep it: E.164, which providers write with and without the plus."""
    digits = "".join(character for character in number if character.isdecimal())
    if number.strip().startswith("06") and len(digits) == len("0612345678"):
        return f"+31{digits[1:]}"
    return f"+{digits.removeprefix('00')}"


def _end_user_messaging(body: Mapping[str, Any]) -> Receipt | None:
    state, id_ = _STATE_BY_EVENT.get(body["eventType"]), body.get("messageId")
    if state is None or not isinstance(id_, str):
        return None
    why = _why(body["eventType"]) if state is MessageState.FAILED else None
    return Receipt(id_, state, why=why, at=_instant(body.get("eventTimestamp")))


def _sns(body: Mapping[str, Any]) -> Receipt | None:
    state = _STATE_BY_STATUS.get(str(body.get("status")))
    id_ = body["notification"].get("messageId")
    if state is None or not isinstance(id_, str):
        return None
    return Receipt(id_, state, why="failure" if state is MessageState.FAILED else None)


def _why(event: str) -> str:
    return event.removeprefix("TEXT_").lower()


def _instant(milliseconds: Any) -> datetime | None:
    if not isinstance(milliseconds, int) or not 0 < milliseconds < 10**14:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
