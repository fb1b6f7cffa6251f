"""Mails to libraries: what they say. Never who it is about: a link at most, and a number."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from chalicelib.domain.delivery import Delivery, NoticeType
from chalicelib.domain.placement import State
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.usecases.ports import Ports

_LANGUAGE = "nl"
LINK_LIVES = timedelta(days=14)  # a library answers within a week, or is passed by
# What waits for the library's own answer.
_KEY_BY_TYPE = {
    NoticeType.REFERRAL_ACCEPTED: "referral_accepted",
    NoticeType.PLACEMENT_WAITING: "placement_waiting",
}


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it will be sent."""

    subject: str
    text: str


def mail(delivery: Delivery, *, ports: Ports) -> Mail | None:
    """What the mail about this says; None for what is no mail."""
    if delivery.type is NoticeType.ENDPOINT_DISABLED:
        return said("endpoint_disabled", ports=ports, library=delivery.library)
    key = _KEY_BY_TYPE.get(delivery.type)
    if key is None or delivery.status is not State.HELD or delivery.placement_id is None:
        return None
    last_day = ports.now().astimezone(AMSTERDAM).date() + LINK_LIVES
    token = ports.derivation.placement_link(delivery.placement_id, last_day=last_day)
    link = f"{ports.public_url}/b/{token}"
    return said(key, ports=ports, link=link, until=f"{last_day:%d-%m-%Y}")


def said(key: str, *, ports: Ports, **values: Any) -> Mail:
    """The mail of this key with its values filled in."""
    subject = ports.words.say(_LANGUAGE, f"mail.{key}.subject", values)
    return Mail(subject, ports.words.say(_LANGUAGE, f"mail.{key}.body", values))
