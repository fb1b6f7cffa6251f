"""Something that waits for a person, at the municipality or a library: "needs my action".

Tasks are opened and closed by steps, in the same transaction as what made them necessary.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from chalicelib.domain.ids import LibraryId, MessageId, PlacementId, ReferralId, TaskId
from chalicelib.domain.public_holidays import public_holidays
from chalicelib.domain.schedule import AMSTERDAM

_ID_LETTERS = 24
_WORKING_DAYS = 5


class TaskReason(StrEnum):
    """Why a person has to look."""

    CALL_ME = "call_me"  # she asked to be called
    UNKNOWN_REPLY = "unknown_reply"  # she answered, and nobody understood
    NOTHING_SUITS = "nothing_suits"  # three rounds of offers, or nothing left to offer
    NOT_NOW = "not_now"  # of before she was parked instead: such tasks may still be open
    TOO_MANY = "too_many"  # she wants a fourth
    TEXTS_STOPPED = "texts_stopped"  # an offer is open, and no text may tell
    CANNOT_READ = "cannot_read"  # an offer is hers: call her, or give her the letter
    TEXTS_CAPPED = "texts_capped"  # too many in a day: one waits for tomorrow
    TEXT_FAILED = "text_failed"
    TEXT_UNCERTAIN = "text_uncertain"  # it may have gone out, or not
    DISLIKED = "disliked"  # it was not good, she says
    PLACE_UNKNOWN = "place_unknown"
    NOTHING_FOUND = "nothing_found"  # a month of searching every week
    NO_ANSWER = "no_answer"  # she let an offer or a question pass
    ASK_HER = "ask_her"  # whether she still wants to come: no text may ask it
    INTAKE_UNCLEAR = "intake_unclear"  # it was planned, and its library says nothing since
    LEVEL_DOUBTED = "level_doubted"  # a library says that it is another
    CANNOT_CONTACT = "cannot_contact"  # a library cannot reach her
    LIBRARY_ANSWER = "library_answer"  # she asked for a place, and her library has to answer
    HANDOVER_EXPIRED = "handover_expired"  # she moved, and the two did not both say yes
    NO_SHOWS = "no_shows"  # her library's: she stayed away and says nothing; never the referral's
    SEAT_FREE = "seat_free"  # a seat is held for her, and no text may ask whether she wants it


# Working days until it should be done; 0 is the same day.
DAYS: Mapping[TaskReason, int] = {
    TaskReason.CALL_ME: 1,
    TaskReason.UNKNOWN_REPLY: 1,
    TaskReason.NOTHING_SUITS: 5,
    TaskReason.NOT_NOW: 5,
    TaskReason.TOO_MANY: 2,
    TaskReason.TEXTS_STOPPED: 2,
    TaskReason.CANNOT_READ: 2,
    TaskReason.TEXTS_CAPPED: 1,
    TaskReason.TEXT_FAILED: 0,
    TaskReason.TEXT_UNCERTAIN: 1,
    TaskReason.DISLIKED: 2,
    TaskReason.PLACE_UNKNOWN: 1,
    TaskReason.NOTHING_FOUND: 5,
    TaskReason.NO_ANSWER: 3,
    TaskReason.ASK_HER: 5,
    TaskReason.INTAKE_UNCLEAR: 3,
    TaskReason.LEVEL_DOUBTED: 5,
    TaskReason.CANNOT_CONTACT: 1,
    TaskReason.SEAT_FREE: 1,
    TaskReason.LIBRARY_ANSWER: 2,
    TaskReason.HANDOVER_EXPIRED: 2,
    TaskReason.NO_SHOWS: 3,
}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do about one referral; `owner` is a team or a person, `deadline` a working day.

    `done_by` is the account that did it, or what made it needless.
    """

    id: TaskId
    reason: TaskReason
    owner: str
    opened_at: datetime
    deadline: date
    placement_id: PlacementId | None = None
    message_id: MessageId | None = None
    library: LibraryId | None = None  # for whom it is; None for the municipality
    done_at: datetime | None = None
    done_by: str | None = None

    @property
    def is_open(self) -> bool:
        return self.done_at is None


def task_id(referral_id: ReferralId, reason: TaskReason, number: int) -> TaskId:
    """The name of the nth task for this reason; deciding again names it the same."""
    digest = hashlib.sha256(f"{referral_id}/{reason}/{number}".encode()).hexdigest()
    return TaskId("tsk_" + digest[:_ID_LETTERS])


def finished(task: Task, *, at: datetime, by: str) -> Task:
    """The task as done; one that was done before stays as it was."""
    return task if not task.is_open else replace(task, done_at=at, done_by=by)


def deadline(at: datetime, working_days: int) -> date:
    """So many working days on, on the calendar of Amsterdam; today's, moved on, when there is none.

    A day without work is Saturday, Sunday or a public holiday.
    """
    day = _working_day(at.astimezone(AMSTERDAM).date())
    for _ in range(working_days):
        day = _working_day(day + timedelta(days=1))
    return day


def _working_day(day: date) -> date:
    while day.weekday() >= _WORKING_DAYS or day in public_holidays(day.year):
        day += timedelta(days=1)
    return day
