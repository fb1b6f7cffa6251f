"""Somebody who signed in on the pages, for how long, and the token that her forms carry."""

import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain.caller import Caller

IDLE = timedelta(minutes=45)  # a conversation with a newcomer takes thirty
LONGEST = timedelta(hours=10)  # a working day
_SEEN_EVERY = timedelta(minutes=1)  # often enough for IDLE, and a write a minute is nothing


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in of one person; `organisation_name` is what her sign-in service calls it."""

    caller: Caller
    began_at: datetime
    seen_at: datetime
    organisation_name: str | None = None

    @property
    def ends_at(self) -> datetime:
        """When it ends unless she does something before."""
        return min(self.began_at + LONGEST, self.seen_at + IDLE)

    def is_live(self, at: datetime) -> bool:
        return at < self.ends_at

    def is_news(self, at: datetime) -> bool:
        """Whether it is worth writing down that she was here at this moment."""
        return at - self.seen_at >= _SEEN_EVERY

    def seen(self, at: datetime) -> "Session":
        return replace(self, seen_at=at)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to sign in: what her browser keeps until she comes back from the sign-in service.

    `state` ties the answer to this browser, `nonce` the token to this attempt, and `verifier` the
    code to whoever asked for it (RFC 7636).
    """

    state: str
    nonce: str
    verifier: str
    goes_on_to: str


def form_token(session_token: str) -> str:
    """What every form of this session carries: nobody without the session can know it."""
    return hashlib.sha256(b"form\0" + session_token.encode()).hexdigest()[:40]


def is_form_token(given: str, session_token: str) -> bool:
    return hmac.compare_digest(given.encode(), form_token(session_token).encode())
