"""What happened, as one line of a referral's timeline: who, what, when, why, before and after.

The lines of a referral, read in order, tell in which state each of its placements, texts and tasks
is now, and whose it is.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.ids import MessageId, PlacementId, TaskId


class EventKind(StrEnum):
    """The kinds of line a timeline can hold."""

    REFERRED = "referred"
    NEED_CHANGED = "need_changed"
    ASSIGNED = "assigned"
    PROPOSED = "proposed"
    NOTHING_FITS = "nothing_fits"
    PLACE_UNKNOWN = "place_unknown"
    PLACEMENT_MOVED = "placement_moved"
    MESSAGE_PENDING = "message_pending"
    MESSAGE_MOVED = "message_moved"
    WITHDRAWN = "withdrawn"
    INTAKE_SCHEDULED = "intake_scheduled"
    REOPENED = "reopened"
    REPLIED = "replied"
    TEXTS_STOPPED = "texts_stopped"
    TEXTS_RESUMED = "texts_resumed"
    TASK_OPENED = "task_opened"
    TASK_DONE = "task_done"
    HANDOVER_STARTED = "handover_started"
    HANDOVER_CONFIRMED = "handover_confirmed"
    HANDOVER_TAKEN_BACK = "handover_taken_back"  # a yes, while the other side had not said so
    HANDOVER_ENDED = "handover_ended"
    HANDOVER_PASSED = "handover_passed"
    LIBRARY_NUDGED = "library_nudged"  # asked again for its answer
    PERSON_CORRECTED = "person_corrected"
    AGREED = "agreed"  # to one purpose; `after` says yes or no
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: a role, with the id of the organisation or account behind it."""

    role: str  # a Role, or newcomer, library, clock
    id: str


CLOCK = Actor("clock", "wegwijs")


@dataclass(frozen=True, slots=True)
class Event:
    """One line: ids and states only, never a name, a number or free text."""

    kind: EventKind
    at: datetime
    actor: Actor
    placement_id: PlacementId | None = None
    message_id: MessageId | None = None
    before: str | None = None
    after: str | None = None
    reason: str | None = None
    task_id: TaskId | None = None
