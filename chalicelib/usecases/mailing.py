"""Mails to libraries: what they say. Never who it is about: a link at most, and a number."""

from dataclasses import dataclass
from typing import Any

from chalicelib.domain.delivery import Delivery, NoticeType
from chalicelib.usecases.ports import Ports

_LANGUAGE = "nl"


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it will be sent."""

    subject: str
    text: str


def mail(delivery: Delivery, *, ports: Ports) -> Mail | None:
    """What the mail about this says; None for what is no mail."""
    if delivery.type is NoticeType.ENDPOINT_DISABLED:
        return said("endpoint_disabled", ports=ports, library=delivery.library)
    return None


def said(key: str, *, ports: Ports, **values: Any) -> Mail:
    """The mail of this key with its values filled in."""
    subject = ports.words.say(_LANGUAGE, f"mail.{key}.subject", values)
    return Mail(subject, ports.words.say(_LANGUAGE, f"mail.{key}.body", values))
