"""How long anything is kept: the one table, and what it means for one referral.

`docs/retention.md` is drawn from RULES. What a service of the cloud forgets by itself (time to
live, lifecycle) is in the table too, and a test holds each to what is set there.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.chain import KEPT_YEARS
from chalicelib.domain.referral import ErasedFor, Referral


class Kept(StrEnum):
    """What is kept for a while."""

    CONTACT = "contact"
    CONTACT_IN_SILENCE = "contact_in_silence"
    HOURS = "hours"
    OUTCOME = "outcome"
    AUDIT = "audit"
    BACKUPS = "backups"
    UPLOADS = "uploads"
    IMPORTS = "imports"
    WEBHOOKS_SEEN = "webhooks_seen"
    DELIVERIES = "deliveries"
    TEXTS_COUNTED = "texts_counted"
    SESSIONS = "sessions"
    PLACES = "places"
    INBOUND = "inbound"
    INBOUND_DEAD = "inbound_dead"


class Forgets(StrEnum):
    """Who forgets it."""

    NIGHTLY = "nightly job"
    TABLE = "time to live of the table"
    BUCKET = "lifecycle of the bucket"
    QUEUE = "retention of the queue"
    BACKUP = "point-in-time recovery"


@dataclass(frozen=True, slots=True)
class Rule:
    """So long after something: days or months, exactly one of them."""

    after: str
    forgets: Forgets
    days: int | None = None
    months: int | None = None

    def ends(self, since: datetime) -> datetime:
        """The moment until which it is kept."""
        if self.months is not None:
            return months_after(since, self.months)
        return since + timedelta(days=self.days or 0)


RULES: Mapping[Kept, Rule] = {
    Kept.CONTACT: Rule("the end of the referral", Forgets.NIGHTLY, days=28),
    Kept.CONTACT_IN_SILENCE: Rule("her last sign of life", Forgets.NIGHTLY, months=6),
    Kept.HOURS: Rule("the end of the referral", Forgets.NIGHTLY, months=3),
    Kept.OUTCOME: Rule("the end of the referral", Forgets.NIGHTLY, months=13),
    Kept.AUDIT: Rule("the line was written", Forgets.TABLE, months=12 * KEPT_YEARS),
    Kept.BACKUPS: Rule("any change", Forgets.BACKUP, days=35),
    Kept.UPLOADS: Rule("it was uploaded", Forgets.BUCKET, days=7),
    Kept.IMPORTS: Rule("the import began", Forgets.TABLE, days=30),
    Kept.WEBHOOKS_SEEN: Rule("it was handled", Forgets.TABLE, days=7),
    Kept.DELIVERIES: Rule("it happened", Forgets.TABLE, days=30),
    Kept.TEXTS_COUNTED: Rule("the day that is counted", Forgets.TABLE, days=2),
    Kept.SESSIONS: Rule("signing in", Forgets.TABLE, days=1),
    Kept.PLACES: Rule("it was looked up", Forgets.TABLE, days=90),
    Kept.INBOUND: Rule("it came in", Forgets.QUEUE, days=4),
    Kept.INBOUND_DEAD: Rule("it came in", Forgets.QUEUE, days=14),
}
# What the nightly job does with what is left of somebody, in the order in which it falls due.
AFTER_HER = (Kept.HOURS, Kept.OUTCOME)


def months_after(since: datetime, months: int) -> datetime:
    """The same day so many months later, or the last of that month."""
    whole = since.month - 1 + months
    year, month = since.year + whole // 12, whole % 12 + 1
    day = min(since.day, calendar.monthrange(year, month)[1])
    return since.replace(year=year, month=month, day=day)


def last_sign_of_life(referral: Referral) -> datetime:
    """When she was last heard of: she was referred, answered, accepted, came, or still wants it."""
    signs = [referral.created_at, referral.reopened_at, referral.last_heard_at]
    signs += [p.renewed_at for p in referral.placements]
    signs += [p.known_since for p in referral.placements]
    return max(sign for sign in signs if sign is not None)


def contact_ends(referral: Referral) -> tuple[Kept, datetime]:
    """Until when it is known who she is, and by which rule."""
    silent = RULES[Kept.CONTACT_IN_SILENCE].ends(last_sign_of_life(referral))
    ended_at = _ended_at(referral)
    if ended_at is None:
        return Kept.CONTACT_IN_SILENCE, silent
    closed = RULES[Kept.CONTACT].ends(ended_at)
    return (Kept.CONTACT, closed) if closed <= silent else (Kept.CONTACT_IN_SILENCE, silent)


def next_end(referral: Referral, *, after: datetime | None = None) -> tuple[Kept, datetime]:
    """What of this referral ends next, and when; `after` passes over what ended by then.

    Of who is forgotten hours and the outcome are left; the outcome is always the last.
    """
    if referral.erased_at is None:
        return contact_ends(referral)
    since = _ended_at(referral) or referral.erased_at
    ends = [(kept, RULES[kept].ends(since)) for kept in AFTER_HER]
    if referral.erased_for is not ErasedFor.TIME:
        ends = ends[1:]
    return next((end for end in ends if after is None or end[1] > after), ends[-1])


def _ended_at(referral: Referral) -> datetime | None:
    """When it ended; of what ended under an earlier release only the last change is known."""
    if not referral.has_ended:
        return None
    return referral.ended_at or referral.updated_at
